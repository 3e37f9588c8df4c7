using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>Stands for a delegate.</summary>
internal sealed class DelegateCallback : CallbackTarget
{
    private static readonly ConcurrentDictionary<Type, DynamicMethod> _shapes = new();
    private static readonly ConcurrentDictionary<Type, Func<Delegate, object?[], object?>> _calls = new();

    private readonly Delegate _handler;
    private readonly CallbackSignature _signature;
    private readonly Func<Delegate, object?[], object?> _call;

    private DelegateCallback(Delegate handler, CallbackChannel channel, LiveCall live, CallbackGiving giving)
        : base(channel, live, giving)
    {
        var type = handler.GetType();
        _handler = handler;
        _signature = CallbackSignature.Of(InvokeOf(type));
        _call = _calls.GetOrAdd(type, CompileCall);
        Wrapper = _shapes.GetOrAdd(type, CompileShape).CreateDelegate(type, this);
    }

    /// <summary>What the implementation gets: a delegate of the same type.</summary>
    public Delegate Wrapper { get; }

    public static DelegateCallback Of(Delegate handler, CallbackChannel channel, LiveCall live, CallbackGiving giving) =>
        new(handler, channel, live, giving);

    /// <summary>Whether this one stands for the delegate, or for an equal one.</summary>
    public bool StandsFor(Delegate handler) => _handler.Equals(handler);

    /// <summary>Called by compiled code.</summary>
    private object? Invoke(object?[] arguments) => _signature.Send(this, arguments, values => _call(_handler, values));

    private static MethodInfo InvokeOf(Type type) => type.GetMethod("Invoke")!;

    private static DynamicMethod CompileShape(Type type)
    {
        var invoke = InvokeOf(type);
        var parameters = Array.ConvertAll(invoke.GetParameters(), static parameter => parameter.ParameterType);
        var code = new DynamicMethod(
            type.Name, invoke.ReturnType, [typeof(DelegateCallback), .. parameters], typeof(DelegateCallback).Module, skipVisibility: true);
        var il = code.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, parameters.Length);
        il.Emit(OpCodes.Newarr, typeof(object));
        for (var index = 0; index < parameters.Length; index++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldarg, (short)(index + 1));
            il.Emit(OpCodes.Box, parameters[index]);
            il.Emit(OpCodes.Stelem_Ref);
        }

        il.Emit(OpCodes.Call, typeof(DelegateCallback).GetMethod(nameof(Invoke), BindingFlags.Instance | BindingFlags.NonPublic)!);
        if (invoke.ReturnType == typeof(void))
            il.Emit(OpCodes.Pop);
        else
            il.Emit(OpCodes.Unbox_Any, invoke.ReturnType);
        il.Emit(OpCodes.Ret);
        return code;
    }

    private static Func<Delegate, object?[], object?> CompileCall(Type type)
    {
        var invoke = InvokeOf(type);
        var parameters = invoke.GetParameters();
        var code = new DynamicMethod(
            type.Name, typeof(object), [typeof(Delegate), typeof(object?[])], typeof(DelegateCallback).Module, skipVisibility: true);
        var il = code.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, type);
        for (var index = 0; index < parameters.Length; index++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, parameters[index].ParameterType);
        }

        il.Emit(OpCodes.Callvirt, invoke);
        if (invoke.ReturnType == typeof(void))
            il.Emit(OpCodes.Ldnull);
        else
            il.Emit(OpCodes.Box, invoke.ReturnType);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<Func<Delegate, object?[], object?>>();
    }
}
