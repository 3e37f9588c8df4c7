using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.LiveValues;

/// <summary>
/// Dispose and DisposeAsync of compiled proxies that stand for objects which calls have handed out: they run in the loop.
/// </summary>
internal sealed class ReturnedEnd(InterfaceDescription contract, ProxyFactory factory)
{
    public void Dispose(object target)
    {
        if (target is not IDisposable)
            throw new NotSupportedException($"{CSharpName.Of(target.GetType())} has no Dispose; await DisposeAsync of the proxy instead.");
        LoopDisposal.Dispose(factory.Loop, target, NameOf(nameof(IDisposable.Dispose)), TimeoutOf(typeof(IDisposable)));
    }

    public ValueTask DisposeAsync(object target) =>
        new(LoopDisposal.DisposeAsync(factory.Loop, target, NameOf(nameof(IAsyncDisposable.DisposeAsync)),
            TimeoutOf(typeof(IAsyncDisposable))));

    private string NameOf(string method) => $"{contract.Name}.{method}";

    private TimeSpan TimeoutOf(Type declaring) =>
        contract.Members.FirstOrDefault(member => member.Method.DeclaringType == declaring) is { Mode: CallMode.WaitFor } member
            ? factory.SettingsOf(contract, member).Timeout
            : LoopDisposal.Longest;
}
