namespace Shop.@namespace;

public static class Outer
{
    [GenerateProxy]
    internal interface @interface
    {
        [WaitFor(seconds: 5)]
        int @return(int @class, @event value, string member);

        [WaitFor(seconds: 5)]
        @event Members { get; }

        [WaitFor(seconds: 5)]
        int GetMembers();
    }

    public sealed class @event;
}
