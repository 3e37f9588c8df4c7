using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Tells DynamicProxy which members of an interface to intercept.</summary>
/// <param name="contract">The interface.</param>
/// <param name="forwards">Whether the proxy itself sends the others on to its target.</param>
internal sealed class InterceptedMembers(InterfaceDescription contract, bool forwards) : IProxyGenerationHook
{
    public static IReadOnlyList<MethodInfo> Disposals { get; } =
        [typeof(IDisposable).GetMethod(nameof(IDisposable.Dispose))!,
            typeof(IAsyncDisposable).GetMethod(nameof(IAsyncDisposable.DisposeAsync))!];

    public static bool IsDisposal(MethodInfo method) =>
        method.DeclaringType == typeof(IDisposable) || method.DeclaringType == typeof(IAsyncDisposable);

    public bool Include(Member member)
    {
        // A default member that is not intercepted would run on the proxy, whatever the target has in its place.
        if (!member.Method.IsAbstract)
            return !InterfaceProblems.CannotCross(member);
        return !forwards || member.Mark is not null || member.IsCallback || IsDisposal(member.Method);
    }

    public bool ShouldInterceptMethod(Type type, MethodInfo methodInfo) =>
        contract.Find(methodInfo) is { } member ? Include(member) : IsDisposal(methodInfo);

    public void NonProxyableMemberNotification(Type type, MemberInfo memberInfo)
    {
    }

    public void MethodsInspected()
    {
    }
}
