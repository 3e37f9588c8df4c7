using System.Reflection;
using System.Reflection.Emit;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Calls the implementation's method in the loop, and ends the call with what it returns.</summary>
internal delegate void StartCall(EventualResult call, object target, object?[] arguments, CancellationToken token);

/// <summary>Calls the implementation's method in the calling thread.</summary>
internal delegate object? StraightCall(object target, object?[] arguments);

/// <summary>Compiles calls with arguments out of an invocation's array, so that none goes by reflection.</summary>
internal static class CallCompiler
{
    public static StartCall CompileStart(Member member, MethodInfo method)
    {
        var shape = ReturnShape.Of(method.ReturnType);
        var code = Declare(member, typeof(void), typeof(string), typeof(EventualResult), typeof(object), typeof(object?[]), typeof(CancellationToken));
        var il = code.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        new CallEmitter(il, method, member, target: 2, token: 4).Emit(isDefault: false);
        il.Emit(OpCodes.Call, Ending.For(member.Return, shape).GetMethod(shape.Kind.ToString())!);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<StartCall>(member.Name);
    }

    /// <param name="member">The member that is called straight.</param>
    /// <param name="method">The implementation's method, or the interface's own.</param>
    /// <param name="isDefault">Whether the method is the interface's own default, called as it stands on the proxy itself.</param>
    public static StraightCall CompileStraight(Member member, MethodInfo method, bool isDefault)
    {
        var code = Declare(member, typeof(object), typeof(object), typeof(object?[]));
        var il = code.GetILGenerator();
        new CallEmitter(il, method, member, target: 0, token: null).Emit(isDefault);
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
