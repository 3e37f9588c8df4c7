using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>What the attributes at one place say: a member, its property, or an interface.</summary>
internal sealed record Mark(string Place, WaitForAttribute? WaitFor, RunInReactorAttribute? RunInReactor)
{
    public bool IsContradiction => WaitFor is not null && RunInReactor is not null;

    public CallMode Mode => RunInReactor is null ? CallMode.WaitFor : CallMode.RunInReactor;

    /// <summary>Null where the place says nothing.</summary>
    public static Mark? At(MemberInfo place, string name)
    {
        var waitFor = place.GetCustomAttribute<WaitForAttribute>(inherit: false);
        var runInReactor = place.GetCustomAttribute<RunInReactorAttribute>(inherit: false);
        return waitFor is null && runInReactor is null ? null : new(name, waitFor, runInReactor);
    }

    public static Mark? At(Type type) => At(type, CSharpName.Of(type));
}
