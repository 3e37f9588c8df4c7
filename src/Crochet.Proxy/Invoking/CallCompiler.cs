using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>
/// Calls the implementation's method in the loop, and ends the call with what it returns; gives the task that the call follows. Without a
/// call: gives a task of what the method returns.
/// </summary>
internal delegate Task? InvokeMember(EventualResult? call, object target, CallArguments arguments, CancellationToken token);

/// <summary>The same with the arguments in DynamicProxy's array.</summary>
internal delegate Task? InvokeInvocation(EventualResult call, object target, object?[] arguments, CancellationToken token);

/// <summary>Takes a call's arguments out of its invocation's array.</summary>
internal delegate CallArguments PackCall(object target, object?[] arguments);

/// <summary>Calls the implementation's method in the calling thread.</summary>
internal delegate object? StraightCall(object target, object?[] arguments);

/// <summary>Compiles calls, so that none goes by reflection.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal static class CallCompiler
{
    // One of each for all proxies and loops: to compile one takes longer than hundreds of calls.
    private static readonly ConcurrentDictionary<InvokeKey, InvokeMember> _invokes = new();
    private static readonly ConcurrentDictionary<MethodInfo, PackCall> _packs = new();
    private static readonly ConcurrentDictionary<MethodInfo, PackCall> _returnedPacks = new();

    /// <param name="member">The member that is called.</param>
    /// <param name="method">The implementation's method.</param>
    /// <param name="packed">The tuple that the arguments are packed in; null where they are in an array.</param>
    public static InvokeMember InvokeOf(Member member, MethodInfo method, Type? packed)
    {
        var key = new InvokeKey(member.Method, method, packed);
        return _invokes.TryGetValue(key, out var known) ? known : _invokes.GetOrAdd(key, CompileInvoke(member, method, packed));
    }

    private static InvokeMember CompileInvoke(Member member, MethodInfo method, Type? packed) =>
        CompileInvoke(member, method, typeof(CallArguments), packed).CreateDelegate<InvokeMember>(member.Name);

    /// <summary>The same for arguments in DynamicProxy's array.</summary>
    public static InvokeInvocation CompileInvoke(Member member, MethodInfo method) =>
        CompileInvoke(member, method, typeof(object?[]), packed: null).CreateDelegate<InvokeInvocation>(member.Name);

    /// <param name="member">The member that is called.</param>
    /// <param name="packed">The tuple that the arguments are packed in.</param>
    /// <param name="isReturned">Whether the caller hands the object back, for its thread's next call.</param>
    public static PackCall PackOf(Member member, Type packed, bool isReturned)
    {
        var known = isReturned ? _returnedPacks : _packs;
        return known.TryGetValue(member.Method, out var pack)
            ? pack
            : known.GetOrAdd(member.Method, CompilePack(member, packed, isReturned));
    }

    private static PackCall CompilePack(Member member, Type packed, bool isReturned)
    {
        var code = Declare(member, typeof(CallArguments), typeof(object), typeof(object?[]));
        var il = code.GetILGenerator();
        var type = typeof(PackedArguments<>).MakeGenericType(packed);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, type.GetMethod(isReturned ? nameof(PackedArguments<>.Rent) : nameof(PackedArguments<>.New))!);
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

    /// <summary>The hash code of one argument, by its type's default comparer.</summary>
    /// <param name="member">The member.</param>
    /// <param name="index">Which argument.</param>
    /// <param name="packed">The tuple that the arguments are packed in.</param>
    public static Func<CallArguments, int> CompileHash(Member member, int index, Type packed)
    {
        var code = Declare(member, typeof(int), typeof(CallArguments));
        var il = code.GetILGenerator();
        var comparer = typeof(EqualityComparer<>).MakeGenericType(member.Parameters[index].ParameterType);
        il.Emit(OpCodes.Call, comparer.GetProperty(nameof(EqualityComparer<>.Default))!.GetMethod!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, typeof(PackedArguments<>).MakeGenericType(packed).GetField(nameof(PackedArguments<>.Values))!);
        il.Emit(OpCodes.Ldfld, packed.GetField($"Item{index + 1}")!);
        il.Emit(OpCodes.Callvirt, comparer.GetMethod(nameof(EqualityComparer<>.GetHashCode), [member.Parameters[index].ParameterType])!);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<Func<CallArguments, int>>();
    }

    /// <param name="member">The member that is called straight.</param>
    /// <param name="method">The implementation's method, or the interface's own.</param>
    /// <param name="isDefault">Whether the method is the interface's own default, called as it stands on the proxy itself.</param>
    public static StraightCall CompileStraight(Member member, MethodInfo method, bool isDefault)
    {
        var code = Declare(member, typeof(object), typeof(object), typeof(object?[]));
        var il = code.GetILGenerator();
        new CallEmitter(il, method, member, target: 0, token: null, packed: null, isArray: true).Emit(isDefault);
        if (method.ReturnType == typeof(void))
            il.Emit(OpCodes.Ldnull);
        else
            il.Emit(OpCodes.Box, method.ReturnType);
        il.Emit(OpCodes.Ret);
        return code.CreateDelegate<StraightCall>();
    }

    private static DynamicMethod CompileInvoke(Member member, MethodInfo method, Type arguments, Type? packed)
    {
        var code = Declare(
            member, typeof(Task), typeof(string), typeof(EventualResult), typeof(object), arguments, typeof(CancellationToken));
        var il = code.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        new CallEmitter(il, method, member, target: 2, token: 4, packed, isArray: arguments == typeof(object?[])).Emit(isDefault: false);
        il.Emit(OpCodes.Call, ReturnAdapter.MethodFor(member.Return, ReturnShape.Of(method.ReturnType)));
        il.Emit(OpCodes.Ret);
        return code;
    }

    /// <summary>Adds a handler to an event of the implementation, or takes it off.</summary>
    public static Action<object, Delegate> CompileAccess(Member member, MethodInfo method)
    {
        var access = CompileStraight(member, method, isDefault: false);
        return (target, handler) => access(target, [handler]);
    }

    private static DynamicMethod Declare(Member member, Type returnType, params Type[] parameters) =>
        new(member.Name, returnType, parameters, typeof(CallCompiler).Module, skipVisibility: true);

    private sealed record InvokeKey(MethodInfo Member, MethodInfo Method, Type? Packed);
}
