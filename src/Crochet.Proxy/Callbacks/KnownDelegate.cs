using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Crochet.Generated;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Callbacks;

/// <summary>How delegates of one type are called, and made: generated code has told, or it is compiled at run time.</summary>
internal abstract class KnownDelegate
{
    private static readonly ConcurrentDictionary<Type, KnownDelegate> _known = new();

    public abstract CallbackSignature Signature { get; }

    public static KnownDelegate Of(Type type, Type declared)
    {
        if (_known.TryGetValue(type, out var known) || _known.TryGetValue(declared, out known))
            return known;
        if (!RunTimeProxies.AreEnabled)
        {
            throw new NotSupportedException(
                $"No generated code of this program has callbacks of the type {CSharpName.Of(declared)}. "
                + "Put [GenerateProxy] on the interface.");
        }

        return _known.GetOrAdd(type, Emit(type));
    }

    public static void Add<TDelegate>(
        CallbackMethod method, Func<Func<object?[], object?>, TDelegate> wrap, Func<TDelegate, object?[], object?> call)
        where TDelegate : Delegate
    {
        if (!_known.ContainsKey(typeof(TDelegate)))
            _known.TryAdd(typeof(TDelegate), new Told<TDelegate>(method, wrap, call));
    }

    /// <summary>A delegate whose calls go to the callback.</summary>
    public abstract Delegate Wrap(DelegateCallback callback);

    public abstract object? Call(Delegate handler, object?[] values);

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static EmittedDelegate Emit(Type type) => new(type);

    private sealed class Told<TDelegate>(
        CallbackMethod method, Func<Func<object?[], object?>, TDelegate> wrap, Func<TDelegate, object?[], object?> call)
        : KnownDelegate
        where TDelegate : Delegate
    {
        public override CallbackSignature Signature => method.Signature;

        public override Delegate Wrap(DelegateCallback callback) => wrap(callback.Invoke);

        public override object? Call(Delegate handler, object?[] values) => call((TDelegate)handler, values);
    }
}
