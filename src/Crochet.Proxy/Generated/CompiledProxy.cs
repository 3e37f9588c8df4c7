using System.ComponentModel;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Objects;
using Crochet.Scopes;

namespace Crochet.Generated;

/// <summary>What all generated proxies have. For generated code alone; it may change with any version.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledProxy
{
    /// <param name="target">The implementation, or what stands for a thread-bound one.</param>
    protected CompiledProxy(object target) => Target = target;

    /// <summary>The implementation, or what stands for a thread-bound one.</summary>
    protected internal object Target { get; }

    /// <summary>The container's scope that the proxy belongs to; null where none made it.</summary>
    internal ProxyScope? Scope { get; set; }

    /// <summary>Whether the disposal of a thread-bound object waits also on a loop's thread. A container's does not.</summary>
    internal bool WaitsOnLoops { get; set; }

    /// <summary>The loop that the calls run in; null for a thread-bound object, whose loops may be several.</summary>
    internal EventLoop? Loop { get; set; }

    /// <summary>Disposes of an object that a call has handed out; null for others.</summary>
    internal ReturnedEnd? Returned { get; set; }

    // The scope that has ended disposes of the target itself: by the proxy that would be twice.
    private bool IsLeftToScope => Scope is { HasEnded: true };

    /// <summary>The interface's name, as messages have it.</summary>
    internal string ContractName { get; set; } = "";

    /// <summary>The interface, and what the proxy stands for. The implementation is not asked: it belongs to its loop.</summary>
    public sealed override string ToString() => $"{ContractName} (proxy of {Interception.Target.Describe(Target)})";

    /// <summary>Disposes of the target where that is not an ordinary call: false leaves it to that.</summary>
    protected bool DisposesItsOwnWay()
    {
        if (IsLeftToScope)
            return true;
        Returned?.Dispose(Target);
        return Returned is not null;
    }

    /// <inheritdoc cref="DisposesItsOwnWay()"/>
    /// <param name="disposal">The disposal.</param>
    protected bool DisposesItsOwnWay(out ValueTask disposal)
    {
        disposal = IsLeftToScope ? default : Returned?.DisposeAsync(Target) ?? default;
        return IsLeftToScope || Returned is not null;
    }

    /// <summary>Dispose of a proxy whose interface has only DisposeAsync.</summary>
    /// <exception cref="NotSupportedException">The implementation cannot be disposed of synchronously.</exception>
    protected void DisposeTarget()
    {
        if (DisposesItsOwnWay())
            return;
        if (Target is not IDisposable disposable)
            throw new NotSupportedException($"{CSharpName.Of(Target.GetType())} has no Dispose; await DisposeAsync of the proxy instead.");
        disposable.Dispose();
    }

    /// <summary>Dispose of a thread-bound object.</summary>
    protected void DisposeThreadBound() => BoundEnd.Dispose((BoundTarget)Target);

    /// <summary>DisposeAsync of a thread-bound object.</summary>
    protected ValueTask DisposeThreadBoundAsync() => new(BoundEnd.DisposeAsync((BoundTarget)Target, WaitsOnLoops));
}
