using System.Reflection;
using System.Reflection.Emit;

namespace Crochet.Stress.Input;

/// <summary>
/// Writes interfaces at random, good and bad ones: return types, by-ref parameters, generics, attributes, timeouts. The implementation
/// gives back the first argument that fits the return type, and else that type's default.
/// </summary>
internal sealed class InterfaceGenerator(ModuleBuilder module)
{
    private const MethodAttributes InterfaceMethod =
        MethodAttributes.Public | MethodAttributes.Abstract | MethodAttributes.Virtual
        | MethodAttributes.HideBySig | MethodAttributes.NewSlot;

    private const MethodAttributes ClassMethod =
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot;

    private static readonly Type[] _values =
        [typeof(int), typeof(string), typeof(Guid), typeof(decimal), typeof(int[]), typeof(List<int>), typeof(DateTime?)];
    private static readonly Type[] _rareValues = [typeof(Span<int>), typeof(int).MakePointerType(), typeof(ReadOnlySpan<char>)];
    private static readonly double[] _timeouts = [15, 15, 15, 15, 15, 15, 0, -1, double.NaN, double.PositiveInfinity, double.MaxValue];

    private int _count;

    public GeneratedInterface Next(Random random)
    {
        var number = ++_count;
        var contract = module.DefineType($"IGenerated{number}", TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        var implementation =
            module.DefineType($"Generated{number}", TypeAttributes.Public | TypeAttributes.Class, typeof(object), [contract]);
        implementation.DefineDefaultConstructor(MethodAttributes.Public);
        var description = new List<string>();
        if (random.Next(6) == 0)
            description.Add(Mark(random, contract.SetCustomAttribute));
        var members = random.Next(1, 5);
        for (var i = 0; i < members; i++)
        {
            var text = random.Next(6) switch
            {
                0 => DefineProperty(random, contract, implementation, $"P{i}"),
                1 => DefineGeneric(random, contract, implementation, $"G{i}"),
                _ => DefineMethod(random, contract, implementation, $"M{i}"),
            };
            description.Add(text);
        }

        return new GeneratedInterface(contract.CreateType(), implementation.CreateType(), string.Join("; ", description));
    }

    private static string DefineMethod(Random random, TypeBuilder contract, TypeBuilder implementation, string name)
    {
        var returned = AnyReturn(random, AnyValue(random));
        var parameters = Enumerable.Range(0, random.Next(4)).Select(_ => AnyParameter(random)).ToArray();
        var types = parameters.Select(static parameter => parameter.Type).ToArray();
        var declared = contract.DefineMethod(name, InterfaceMethod, returned, types);
        var mark = Mark(random, declared.SetCustomAttribute);
        var body = implementation.DefineMethod(name, ClassMethod, returned, types);
        for (var i = 0; i < parameters.Length; i++)
        {
            declared.DefineParameter(i + 1, parameters[i].Attributes, $"p{i}");
            body.DefineParameter(i + 1, parameters[i].Attributes, $"p{i}");
        }

        EmitEcho(body.GetILGenerator(), returned, types);
        return $"{mark}{returned} "
            + $"{name}({string.Join(", ", parameters.Select(static parameter => $"{parameter.Attributes} {parameter.Type}"))})";
    }

    private static string DefineProperty(Random random, TypeBuilder contract, TypeBuilder implementation, string name)
    {
        var type = AnyReturn(random, AnyValue(random));
        if (type == typeof(void))
            type = typeof(int);
        var property = contract.DefineProperty(name, PropertyAttributes.None, type, null);
        var mark = Mark(random, property.SetCustomAttribute);
        var getter = contract.DefineMethod($"get_{name}", InterfaceMethod | MethodAttributes.SpecialName, type, Type.EmptyTypes);
        property.SetGetMethod(getter);
        EmitEcho(implementation.DefineMethod($"get_{name}", ClassMethod | MethodAttributes.SpecialName, type,
            Type.EmptyTypes).GetILGenerator(), type, []);
        return $"{mark}{type} {name} {{ get; }}";
    }

    private static string DefineGeneric(Random random, TypeBuilder contract, TypeBuilder implementation, string name)
    {
        var constraint = random.Next(4) switch
        {
            0 => GenericParameterAttributes.ReferenceTypeConstraint,
            1 => GenericParameterAttributes.NotNullableValueTypeConstraint | GenericParameterAttributes.DefaultConstructorConstraint,
            _ => GenericParameterAttributes.None,
        };
        var inTask = random.Next(2) == 0;
        var mark = "";
        foreach (var owner in new[] { contract, implementation })
        {
            var method = owner.DefineMethod(name, owner == contract ? InterfaceMethod : ClassMethod);
            var parameter = method.DefineGenericParameters("T")[0];
            parameter.SetGenericParameterAttributes(constraint);
            method.SetParameters(parameter);
            method.SetReturnType(inTask ? typeof(Task<>).MakeGenericType(parameter) : parameter);
            if (owner == contract)
            {
                mark = Mark(random, method.SetCustomAttribute);
                continue;
            }

            var code = method.GetILGenerator();
            code.Emit(OpCodes.Ldarg_1);
            if (inTask)
                code.Emit(OpCodes.Call, typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(parameter));
            code.Emit(OpCodes.Ret);
        }

        return $"{mark}{(inTask ? "Task<T>" : "T")} {name}<T>(T) where T : {constraint}";
    }

    private static string Mark(Random random, Action<CustomAttributeBuilder> set)
    {
        var kind = random.Next(20);
        var text = "";
        if (kind is < 9 or 19)
        {
            var seconds = _timeouts[random.Next(_timeouts.Length)];
            set(new CustomAttributeBuilder(typeof(WaitForAttribute).GetConstructor([typeof(double)])!, [seconds]));
            text += $"[WaitFor({seconds})] ";
        }

        if (kind is >= 9 and < 14 or 19)
        {
            set(new CustomAttributeBuilder(typeof(RunInReactorAttribute).GetConstructor(Type.EmptyTypes)!, []));
            text += "[RunInReactor] ";
        }

        return text;
    }

    private static Type AnyValue(Random random) =>
        random.Next(40) == 0 ? _rareValues[random.Next(_rareValues.Length)] : _values[random.Next(_values.Length)];

    private static Type AnyReturn(Random random, Type value)
    {
        if (value.IsByRefLike || value.IsPointer)
            return value;
        return random.Next(10) switch
        {
            0 => typeof(void),
            1 => typeof(Task),
            2 => typeof(ValueTask),
            3 => typeof(EventualResult),
            4 => typeof(Task<>).MakeGenericType(value),
            5 => typeof(ValueTask<>).MakeGenericType(value),
            6 => typeof(EventualResult<>).MakeGenericType(value),
            7 when random.Next(5) == 0 => value.MakeByRefType(),
            _ => value,
        };
    }

    private static (Type Type, ParameterAttributes Attributes) AnyParameter(Random random)
    {
        var type = random.Next(8) == 0 ? typeof(CancellationToken) : AnyValue(random);
        return random.Next(12) switch
        {
            0 => (type.MakeByRefType(), ParameterAttributes.None),
            1 => (type.MakeByRefType(), ParameterAttributes.Out),
            2 => (type.MakeByRefType(), ParameterAttributes.In),
            3 => (type, ParameterAttributes.Optional),
            _ => (type, ParameterAttributes.None),
        };
    }

    private static void EmitEcho(ILGenerator code, Type returned, Type[] parameters)
    {
        if (returned.IsByRef || returned.IsPointer || returned.IsByRefLike)
        {
            code.ThrowException(typeof(NotSupportedException));
            return;
        }

        var shape = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var isWrapped = shape == typeof(Task<>) || shape == typeof(ValueTask<>) || shape == typeof(EventualResult<>);
        var value = isWrapped ? returned.GetGenericArguments()[0] : returned;
        if (returned == typeof(Task))
            code.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        else if (returned == typeof(EventualResult))
            code.Emit(OpCodes.Call, typeof(EventualResult).GetProperty(nameof(EventualResult.Completed))!.GetMethod!);
        else if (returned != typeof(void))
            EmitValue(code, value, parameters);

        if (shape == typeof(Task<>))
            code.Emit(OpCodes.Call, typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(value));
        else if (shape == typeof(ValueTask<>))
            code.Emit(OpCodes.Newobj, returned.GetConstructor([value])!);
        else if (shape == typeof(EventualResult<>))
            code.Emit(OpCodes.Call, typeof(EventualResult).GetMethod(nameof(EventualResult.FromResult))!.MakeGenericMethod(value));
        code.Emit(OpCodes.Ret);
    }

    private static void EmitValue(ILGenerator code, Type value, Type[] parameters)
    {
        var index = Array.IndexOf(parameters, value);
        if (index >= 0)
        {
            code.Emit(OpCodes.Ldarg, (short)(index + 1));
            return;
        }

        code.Emit(OpCodes.Ldloc, code.DeclareLocal(value));
    }
}
