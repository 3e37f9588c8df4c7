using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Implementations;

/// <summary>Finds [WaitFor] and [RunInReactor] on members of a class, where nothing reads them.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal static class ClassAttributes
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<CrochetProblem> ProblemsOf(Type type)
    {
        List<CrochetProblem> problems = [];
        if (type.IsInterface)
            return problems;
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.Assembly.IsDynamic || !MarkedAssemblies.MayMark(level))
                continue;
            foreach (var member in level.GetMembers(Declared))
            {
                // An accessor goes by its property's name, without "get_" or "set_".
                var name =
                    $"{CSharpName.Of(level)}.{(member is MethodInfo { IsSpecialName: true } ? member.Name.Split('_', 2)[1] : member.Name)}";
                var mark = member is MethodInfo or PropertyInfo ? Mark.At(member, name) : null;
                if (mark?.WaitFor is not null)
                    problems.Add(ProblemCatalog.AttributeWithoutEffect.About(name, "WaitFor"));
                if (mark?.RunInReactor is not null)
                    problems.Add(ProblemCatalog.AttributeWithoutEffect.About(name, "RunInReactor"));
            }
        }

        return problems;
    }
}
