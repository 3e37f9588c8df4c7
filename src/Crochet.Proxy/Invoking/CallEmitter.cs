using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Invoking;

/// <summary>
/// Emits one call: its target is an argument of the code around it, the call's arguments are the next one: a tuple in
/// <see cref="PackedArguments{T}"/>, an array in <see cref="ArrayArguments"/>, or the array itself.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class CallEmitter(ILGenerator il, MethodInfo method, Member member, short target, short? token, Type? packed, bool isArray)
{
    private const int ItemsInATuple = 7;
    private static readonly ConstructorInfo _nullableToken = typeof(CancellationToken?).GetConstructor([typeof(CancellationToken)])!;

    private static readonly MethodInfo _getProgress = typeof(CallArguments).GetMethod(nameof(CallArguments.GetProgress))!;

    private readonly ParameterInfo[] _parameters = method.GetParameters();
    private readonly ParameterMap _map = ParameterMap.Of(member, method);

    /// <summary>Leaves what the method returns on the stack, and what it wrote to by-ref parameters in the array.</summary>
    public void Emit(bool isDefault)
    {
        var declaring = method.DeclaringType!;
        il.Emit(OpCodes.Ldarg, target);
        il.Emit(declaring.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, declaring);
        var locals = Array.ConvertAll(_parameters, EmitArgument);
        il.Emit(isDefault || declaring.IsValueType ? OpCodes.Call : OpCodes.Callvirt, method);
        for (var index = 0; index < locals.Length; index++)
        {
            if (locals[index] is { } local && !_parameters[index].IsIn)
                EmitWriteBack(_map.IndexOf(index), local);
        }
    }

    /// <summary>Loads the argument, or its address; then gives the variable that holds it.</summary>
    private LocalBuilder? EmitArgument(ParameterInfo parameter)
    {
        var isByRef = parameter.ParameterType.IsByRef;
        var type = isByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        if (_map.IsProgress(parameter.Position))
        {
            il.Emit(OpCodes.Ldarg, (short)(target + 1));
            il.Emit(OpCodes.Call, _getProgress.MakeGenericMethod(type.GenericTypeArguments));
        }
        else if (token is { } index && Member.IsToken(parameter))
        {
            il.Emit(OpCodes.Ldarg, index);
            if (type != typeof(CancellationToken))
                il.Emit(OpCodes.Newobj, _nullableToken);
        }
        else if (_map.IsCallsOwn(parameter.Position))
        {
            // A token that the member lacks, and that nobody signals where the call goes straight.
            il.Emit(OpCodes.Ldloc, il.DeclareLocal(type));
        }
        else if (packed is not null)
        {
            il.Emit(OpCodes.Ldarg, (short)(target + 1));
            il.Emit(OpCodes.Ldflda, typeof(PackedArguments<>).MakeGenericType(packed).GetField(nameof(PackedArguments<>.Values))!);
            var holder = packed;
            var item = _map.IndexOf(parameter.Position);
            for (; item >= ItemsInATuple; item -= ItemsInATuple)
            {
                var rest = holder.GetField("Rest")!;
                il.Emit(OpCodes.Ldflda, rest);
                holder = rest.FieldType;
            }

            // What a by-ref parameter comes out as goes where its caller looks for it.
            il.Emit(isByRef ? OpCodes.Ldflda : OpCodes.Ldfld, holder.GetField($"Item{item + 1}")!);
            if (isByRef)
                return null;
        }
        else
        {
            EmitElement(_map.IndexOf(parameter.Position));
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, type);
        }

        if (!isByRef)
            return null;
        var local = il.DeclareLocal(type);
        il.Emit(OpCodes.Stloc, local);
        il.Emit(OpCodes.Ldloca, local);
        return local;
    }

    private void EmitWriteBack(int index, LocalBuilder local)
    {
        EmitElement(index);
        il.Emit(OpCodes.Ldloc, local);
        il.Emit(OpCodes.Box, local.LocalType);
        il.Emit(OpCodes.Stelem_Ref);
    }

    private void EmitElement(int index)
    {
        il.Emit(OpCodes.Ldarg, (short)(target + 1));
        if (!isArray)
            il.Emit(OpCodes.Call, typeof(ArrayArguments).GetProperty(nameof(ArrayArguments.Values))!.GetMethod!);
        il.Emit(OpCodes.Ldc_I4, index);
    }
}
