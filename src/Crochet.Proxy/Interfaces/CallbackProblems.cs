using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;
using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>
/// What is wrong with [Callback]: on parameters and events that cannot be called off the loop. Of a compiled proxy's interface the
/// compiler has looked at the same.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason)]
internal static class CallbackProblems
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void AddOf(Member member, List<CrochetProblem> problems)
    {
        if (member.Owner is EventInfo @event)
        {
            if (member.IsCallback && WhyNot(@event.EventHandlerType!) is { } why)
                problems.Add(ProblemCatalog.CallbackNotCallable.About(member.Name, "the event", why));
            return;
        }

        foreach (var parameter in member.Parameters)
        {
            if (parameter.IsDefined(typeof(CallbackAttribute), inherit: false) && WhyNot(member, parameter) is { } why)
            {
                problems.Add(ProblemCatalog.CallbackNotCallable.About(
                    member.Name, $"parameter '{parameter.Name}' of type {CSharpName.Of(parameter.ParameterType)}", why));
            }
        }
    }

    private static string? WhyNot(Member member, ParameterInfo parameter) =>
        member.Mark is null ? "the member is unmarked"
        : parameter.ParameterType.IsByRef ? "it is passed by reference"
        : WhyNot(parameter.ParameterType);

    private static string? WhyNot(Type type)
    {
        if (type.IsSubclassOf(typeof(MulticastDelegate)))
            return WhyNot(type.GetMethod("Invoke")!, "it");
        if (!type.IsInterface)
            return "it is no delegate and no interface";
        return type.GetInterfaces().Prepend(type)
            .SelectMany(level => level.GetMethods(Declared))
            .Where(method => method is { IsVirtual: true, IsFinal: false, IsPrivate: false })
            .Select(method => WhyNot(method, NameOf(method)))
            .FirstOrDefault(why => why is not null);
    }

    private static string? WhyNot(MethodInfo method, string subject)
    {
        var isAwaited = ReturnShape.Of(method.ReturnType).Kind is ReturnKind.Task or ReturnKind.ValueTask;
        if (!isAwaited && method.ReturnType != typeof(void))
            return $"{subject} returns {CSharpName.Of(method.ReturnType)}";
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType.IsByRef)
                return $"{subject} takes '{parameter.Name}' by reference";
            if (InterfaceProblems.CannotCross(parameter.ParameterType))
                return $"{subject} takes '{parameter.Name}' of type {CSharpName.Of(parameter.ParameterType)}, which cannot leave its "
                    + "thread";
        }
        return null;
    }

    private static string NameOf(MethodInfo method)
    {
        var name = AccessorOwner.PropertyOf(method) is { } property
            ? (property.GetIndexParameters().Length > 0 ? "this[]" : property.Name)
            : AccessorOwner.EventOf(method)?.Name ?? method.Name;
        return $"{CSharpName.Of(method.DeclaringType!)}.{name}";
    }
}
