using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using Crochet.Interception;

namespace Crochet.Callbacks;

/// <summary>A delegate type of which no generated code has told: what calls it is compiled at run time.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class EmittedDelegate : KnownDelegate
{
    private readonly Type _type;
    private readonly DynamicMethod _shape;
    private readonly Func<Delegate, object?[], object?> _call;

    public EmittedDelegate(Type type)
    {
        Signature = CallbackSignature.Of(InvokeOf(type));
        _type = type;
        _shape = CompileShape(type);
        _call = CompileCall(type);
    }

    public override CallbackSignature Signature { get; }

    public override Delegate Wrap(DelegateCallback callback) => _shape.CreateDelegate(_type, callback);

    public override object? Call(Delegate handler, object?[] values) => _call(handler, values);

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

        il.Emit(OpCodes.Call, typeof(DelegateCallback).GetMethod(nameof(DelegateCallback.Invoke))!);
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
