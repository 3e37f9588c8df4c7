using System.Reflection;
using System.Reflection.Emit;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>
/// Calls the implementation's method in the loop, with arguments from an invocation's array or from <see cref="PackedArguments"/>, and ends the call with what
/// it returns.
/// </summary>
internal delegate void StartCall(EventualResult call, object target, object arguments, CancellationToken token);

/// <summary>Takes a blocking call's arguments out of its invocation.</summary>
internal delegate PackedArguments PackCall(object target, object?[] arguments);

/// <summary>Calls the implementation's method in the calling thread.</summary>
internal delegate object? StraightCall(object target, object?[] arguments);

/// <summary>Compiles calls with arguments out of an invocation's array, so that none goes by reflection.</summary>
internal static class CallCompiler
{
    /// <param name="member">The member that is called.</param>
    /// <param name="method">The implementation's method.</param>
    /// <param name="packed">The tuple that the arguments are packed in; null where they are in an array.</param>
    public static StartCall CompileStart(Member member, MethodInfo method, Type? packed)
    {
        var shape = ReturnShape.Of(method.ReturnType);
        var code = Declare(member, typeof(void), typeof(string), typeof(EventualResult), typeof(object), typeof(object), typeof(CancellationToken));
        var il = code.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        new CallEmitter(il, method, member, target: 2, token: 4, packed).Emit(isDefault: false);
        il.Emit(OpCodes.Call, Ending.For(member.Return, shape).GetMethod(shape.Kind.ToString())!);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<StartCall>(member.Name);
    }

    public static PackCall CompilePack(Member member, Type packed)
    {
        var code = Declare(member, typeof(PackedArguments), typeof(object), typeof(object?[]));
        var il = code.GetILGenerator();
        var type = typeof(PackedArguments<>).MakeGenericType(packed);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, type.GetMethod(nameof(PackedArguments<>.Rent))!);
        for (var index = 0; index < member.Parameters.Length; index++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldflda, type.GetField(nameof(PackedArguments<>.Values))!);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, member.Parameters[index].ParameterType);
            il.Emit(OpCodes.Stfld, packed.GetField($"Item{index + 1}")!);
        }

        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<PackCall>();
    }

    /// <param name="member">The member that is called straight.</param>
    /// <param name="method">The implementation's method, or the interface's own.</param>
    /// <param name="isDefault">Whether the method is the interface's own default, called as it stands on the proxy itself.</param>
    public static StraightCall CompileStraight(Member member, MethodInfo method, bool isDefault)
    {
        var code = Declare(member, typeof(object), typeof(object), typeof(object?[]));
        var il = code.GetILGenerator();
        new CallEmitter(il, method, member, target: 0, token: null, packed: null).Emit(isDefault);
        if (method.ReturnType == typeof(void))
            il.Emit(OpCodes.Ldnull);
        else
            il.Emit(OpCodes.Box, method.ReturnType);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<StraightCall>();
    }

    private static DynamicMethod Declare(Member member, Type returnType, params Type[] parameters) =>
        new(member.Name, returnType, parameters, typeof(CallCompiler).Module, skipVisibility: true);
}
