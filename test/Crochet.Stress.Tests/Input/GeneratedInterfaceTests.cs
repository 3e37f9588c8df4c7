using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Crochet.Stress.Input;

[TestClass]
public sealed partial class GeneratedInterfaceTests
{
    private const int Interfaces = 2_000;
    private static readonly MethodInfo _create = typeof(CrochetProxy).GetMethod(nameof(CrochetProxy.Create))!;

    [TestMethod]
    public void Create_AnyInterface_WorksOrIsRefusedWithProblems()
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Generated"),
            AssemblyBuilderAccess.Run).DefineDynamicModule("Generated");
        var generator = new InterfaceGenerator(module);
        using var loop = TestLoop.Start();
        loop.UnobservedFailure += static (_, _) => { };
        var clock = Stopwatch.StartNew();
        var problems = new SortedDictionary<string, int>();
        var (proxied, called) = (0, 0);

        for (var i = 0; i < Interfaces || clock.Elapsed < Soak.Time / 20; i++)
        {
            var random = Seeds.For(i, thread: 0);
            var generated = generator.Next(random);
            try
            {
                var found = Check(generated, loop, random, ref called);
                proxied += found.Count == 0 ? 1 : 0;
                foreach (var problem in found)
                    problems[problem.Id] = problems.GetValueOrDefault(problem.Id) + 1;
            }
            catch (Exception exception)
            {
                throw new AssertFailedException($"Seed {Seeds.Run}, interface {i}: {generated.Description}: {exception}", exception);
            }
        }

        Console.WriteLine($"{proxied} proxied, {called} members called, {clock.Elapsed.TotalSeconds:F1} s, seed {Seeds.Run}.");
        Console.WriteLine(string.Join(", ", problems.Select(static problem => $"{problem.Key}: {problem.Value}")));
    }

    private static IReadOnlyList<CrochetProblem> Check(GeneratedInterface generated, EventLoop loop, Random random, ref int called)
    {
        object proxy;
        try
        {
            proxy = Invoke(_create.MakeGenericMethod(generated.Interface), null,
                [Activator.CreateInstance(generated.Implementation), loop])!;
        }
        catch (CrochetConfigurationException refused)
        {
            Assert.IsNotEmpty(refused.Problems);
            foreach (var problem in refused.Problems)
                Assert.IsTrue(ProblemId().IsMatch(problem.Id) && problem.Message.Length > 20, $"{problem}");
            return refused.Problems;
        }

        foreach (var method in generated.Methods)
        {
            if (TryCall(proxy, method, random))
                called++;
        }

        return [];
    }

    private static bool TryCall(object proxy, MethodInfo method, Random random)
    {
        if (method.IsGenericMethodDefinition)
        {
            var isReference =
                (method.GetGenericArguments()[0].GenericParameterAttributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0;
            method = method.MakeGenericMethod(isReference ? typeof(string) : typeof(Guid));
        }

        var parameters = method.GetParameters();
        if (method.ReturnType.IsByRef
            || parameters.Select(static parameter => parameter.ParameterType).Append(method.ReturnType).Any(IsOutOfReflectionsReach))
            return false;
        var arguments = parameters.Select(parameter => Arguments.Any(parameter.ParameterType, random)).ToArray();
        object? value;
        try
        {
            value = Arguments.Unwrap(Invoke(method, proxy, [.. arguments]));
        }
        catch (CrochetTimeoutException timeout) when (timeout.Timeout == TimeSpan.Zero)
        {
            return true;
        }

        var type = Arguments.Unwrapped(method.ReturnType);
        if (type is not null)
        {
            var echoed = Array.FindIndex(parameters, parameter => parameter.ParameterType == type);
            Assert.AreEqual(echoed >= 0 ? arguments[echoed] : Arguments.Default(type), value);
        }

        return true;
    }

    private static bool IsOutOfReflectionsReach(Type type) =>
        type.IsPointer || type.IsByRefLike || (type.IsByRef && (type.GetElementType()!.IsByRefLike || type.GetElementType()!.IsPointer));

    // What is thrown, as it was thrown.
    private static object? Invoke(MethodInfo method, object? target, object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    [GeneratedRegex("^CRO0[0-9]{2}$")]
    private static partial Regex ProblemId();
}
