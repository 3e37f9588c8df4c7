using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Castle.Core.Internal;
using Castle.DynamicProxy;
using Crochet.Interception;
using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>Whether the assembly that DynamicProxy generates can see an interface and implement all of it.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal static class Reach
{
    public static IEnumerable<CrochetProblem> ProblemsOf(InterfaceDescription contract)
    {
        foreach (var type in contract.Ancestry.SelectMany(TypesIn).Distinct())
        {
            if (AccessibilityOf(type) is { } accessibility)
                yield return OutOfReach(contract.Name, CSharpName.Of(type), accessibility, type.Assembly);
        }

        if (contract.Ancestry.Contains(typeof(IProxyTargetAccessor)))
        {
            yield return ProblemCatalog.CannotBeProxied.About(
                contract.Name, $"it derives from {nameof(IProxyTargetAccessor)}, which every proxy implements in its own way");
        }

        foreach (var member in contract.Members)
        {
            if ((member.Method.IsAssembly || member.Method.IsFamilyAndAssembly) && !SeesInternalsOf(member.Method.Module.Assembly))
                yield return OutOfReach(contract.Name, member.Name, "internal", member.Method.Module.Assembly);
        }

        foreach (var method in contract.Lineage.SelectMany(static ancestor => ancestor.StaticMethods))
        {
            if (method.IsAbstract)
                yield return ProblemCatalog.CannotBeProxied.About(contract.Name,
                    $"a proxy has no static members, and {method.Name} is static abstract");
        }
    }

    /// <summary>The type itself, those it is nested in, and the arguments of all of them.</summary>
    private static IEnumerable<Type> TypesIn(Type type)
    {
        if (type.HasElementType)
            return TypesIn(type.GetElementType()!);
        var outer = type.DeclaringType is { } declaring ? TypesIn(declaring) : [];
        return outer.Append(type).Concat(type.GenericTypeArguments.SelectMany(TypesIn));
    }

    /// <summary>What keeps the type from the generated assembly; null where nothing does.</summary>
    private static string? AccessibilityOf(Type type)
    {
        if (type.IsPublic || type.IsNestedPublic || type.IsGenericParameter)
            return null;
        if (type.IsNestedPrivate)
            return "private";
        if (type.IsNestedFamily)
            return "protected";
        if (type.IsNestedFamANDAssem)
            return "private protected";
        return SeesInternalsOf(type.Assembly) ? null : type.IsNestedFamORAssem ? "protected internal" : "internal";
    }

    private static bool SeesInternalsOf(Assembly assembly) => assembly
        .GetCustomAttributes<InternalsVisibleToAttribute>()
        .Any(friend => friend.AssemblyName.Split(',')[0].Trim() == ModuleScope.DEFAULT_ASSEMBLY_NAME);

    private static CrochetProblem OutOfReach(string contract, string what, string accessibility, Assembly assembly)
    {
        var isSigned = assembly.GetName().GetPublicKey() is { Length: > 0 };
        var friend = isSigned ? InternalsVisible.ToDynamicProxyGenAssembly2 : ModuleScope.DEFAULT_ASSEMBLY_NAME;
        return ProblemCatalog.OutOfReach.About(contract, what, accessibility, friend, assembly.GetName().Name!);
    }
}
