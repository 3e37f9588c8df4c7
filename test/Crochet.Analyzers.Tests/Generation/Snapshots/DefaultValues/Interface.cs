namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    int Count(string name = "all", decimal least = 1.5m, DayOfWeek day = DayOfWeek.Friday, DateTime since = default);

    [WaitFor(seconds: 5)]
    int Sum(params IReadOnlyList<int> numbers);

    void Log(string text, [System.Runtime.CompilerServices.CallerMemberName] string member = "");

    int Two() => 2;
}
