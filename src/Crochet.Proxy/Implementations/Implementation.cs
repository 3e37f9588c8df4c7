using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Generated;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Implementations;

/// <summary>How one type carries out one interface. Made once per pair.</summary>
internal sealed class Implementation
{
    // By interface, and then by the implementation's type.
    private static readonly ConcurrentDictionary<InterfaceDescription, ConcurrentDictionary<Type, Implementation>> _known = new();

    private readonly Dictionary<Member, MethodInfo> _methods = [];

    private Implementation(InterfaceDescription contract, Type type)
    {
        Contract = contract;
        Type = type;
        var isCompiled = CompiledContract.PlanFor(contract.Type, type) is not null;
        List<CrochetProblem> problems = [.. contract.Problems];
        if (RunTimeProxies.AreEnabled)
            AddProblemsSeenAtRunTime(isCompiled, problems);
        else if (!isCompiled && contract.Type.IsInterface)
            problems.Add(RunTimeProxies.Missing(contract));
        Problems = CrochetProblem.WithoutRepeats(problems);
        InstanceProblems = [.. Problems, .. ThreadBoundClasses.ProblemsOfInstance(contract, type)];
    }

    // Nothing tells an application that it was trimmed, but the SDK sets this for all that are.
    private static bool IsTrimmed =>
        AppContext.TryGetSwitch("Microsoft.Extensions.DependencyInjection.VerifyOpenGenericServiceTrimmability", out var isTrimmed)
        && isTrimmed;

    public InterfaceDescription Contract { get; }
    public Type Type { get; }

    /// <summary>All that is wrong with the interface, and with this implementation of it.</summary>
    public IReadOnlyList<CrochetProblem> Problems { get; }

    /// <summary>Those, and what is wrong with a ready instance of this type.</summary>
    public IReadOnlyList<CrochetProblem> InstanceProblems { get; }

    public bool ImplementsInterface
    {
        [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
        get => ReturnShape.IsAssignable(Contract.Type, Type);
    }

    public static Implementation Of(InterfaceDescription contract, Type type) =>
        _known.GetOrAdd(contract, static _ => new()).GetOrAdd(type, static (type, contract) => new(contract, type), contract);

    /// <summary>The method that carries out the member; null where only the interface's own default does.</summary>
    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    public MethodInfo? MethodFor(Member member)
    {
        lock (_methods)
        {
            if (!_methods.ContainsKey(member))
                Bind(member, problems: []);
            return _methods.GetValueOrDefault(member);
        }
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private void AddProblemsSeenAtRunTime(bool isCompiled, List<CrochetProblem> problems)
    {
        problems.AddRange(ClassAttributes.ProblemsOf(Type));
        if (isCompiled ? !ImplementsInterface : !Contract.Type.IsInterface)
            return;
        foreach (var member in Contract.Members)
        {
            // The compiler has bound the members of a compiled proxy, all but overloads that report progress.
            if (!isCompiled || member.Mode == CallMode.RunInReactor)
                Bind(member, problems);
        }
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private void Bind(Member member, List<CrochetProblem> problems)
    {
        if (ReturnShape.IsAssignable(member.Method.DeclaringType!, Type))
        {
            var reporting = member.Mode == CallMode.RunInReactor ? MethodMatch.FindReporting(Type, member) : [];
            if (reporting.Count > 1)
                problems.Add(NoMethodFor(member, reporting));
            else
                _methods[member] = reporting.Count == 1 ? reporting[0] : member.Method;
            return;
        }

        var methods = MethodMatch.Find(Type, member);
        if (methods is not [var method])
        {
            var isDefault = methods.Count == 0 && !member.Method.IsAbstract && member.Mode == CallMode.Straight;
            if (!isDefault)
                problems.Add(NoMethodFor(member, methods));
            return;
        }

        _methods[member] = method;
        AddProblemsOf(member, method, problems);
    }

    private CrochetProblem NoMethodFor(Member member, IReadOnlyList<MethodInfo> candidates)
    {
        var name = CSharpName.Of(Type);
        if (candidates.Count == 0)
        {
            return IsTrimmed
                ? ProblemCatalog.MemberTrimmed.About(member.Name, name, member.Kind, Type.Assembly.GetName().Name!)
                : ProblemCatalog.MemberNotImplemented.About(member.Name, name, member.Kind);
        }

        var listed = candidates.Select(static method => $"{CSharpName.Of(method.DeclaringType!)}.{CSharpName.Signature(method)}");
        return ProblemCatalog.MemberAmbiguous.About(member.Name, name, string.Join(", ", listed));
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static void AddProblemsOf(Member member, MethodInfo method, List<CrochetProblem> problems)
    {
        var shape = ReturnShape.Of(method.ReturnType);
        // Where nobody waits, a plain value cannot be had from a task.
        var wouldWait = member.Mode == CallMode.Straight && member.Return.Kind == ReturnKind.Plain && shape.Kind != ReturnKind.Plain;
        var isSame = member.Mode == CallMode.Straight && ReturnShape.IsAssignable(member.Method.ReturnType, method.ReturnType);
        if (!isSame && (wouldWait || !member.Return.Takes(shape)))
        {
            problems.Add(ProblemCatalog.ReturnMismatch.About(
                member.Name,
                $"{CSharpName.Of(method.DeclaringType!)}.{(method.IsSpecialName ? member.ShortName : method.Name)}",
                CSharpName.Of(method.ReturnType),
                CSharpName.Of(member.Method.ReturnType)));
        }

        if (member.Mode == CallMode.Straight)
            InterfaceProblems.AddOfCrossing(member, problems);
    }
}
