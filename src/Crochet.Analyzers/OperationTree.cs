using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers;

internal static class OperationTree
{
    /// <summary>What is given for the first parameter, wherever it is written.</summary>
    public static IOperation? FirstArgument(this IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;

    /// <summary>What is given for the parameter of that name; null where the method has none.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>What constants the code in an operation assigns to that property.</summary>
    public static IEnumerable<(object Value, IOperation Operation)> ConstantsFor(this IOperation operation, INamedTypeSymbol? type,
        string property) =>
        from assignment in operation.DescendantsAndSelf().OfType<ISimpleAssignmentOperation>()
        where assignment.Target is IPropertyReferenceOperation { Property: var target }
            && target.Name == property
            && CrochetSymbols.Is(target.ContainingType, type)
            && assignment.Value.ConstantValue is { HasValue: true, Value: not null }
        select (assignment.Value.ConstantValue.Value, assignment.Value);

    /// <summary>The lambdas around an operation, the nearest first.</summary>
    public static IEnumerable<IAnonymousFunctionOperation> EnclosingLambdas(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
                yield return lambda;
        }
    }

    /// <summary>The call that takes the lambda as an argument; null where it goes elsewhere.</summary>
    public static IInvocationOperation? GivenTo(this IAnonymousFunctionOperation lambda) =>
        (lambda.Parent?.Parent as IArgumentOperation)?.Parent as IInvocationOperation;

    /// <summary>The nearest operation of a kind around this one; null where there is none.</summary>
    public static T? Enclosing<T>(this IOperation operation) where T : class, IOperation
    {
        var parent = operation.Parent;
        while (parent is not null and not T)
            parent = parent.Parent;
        return parent as T;
    }
}
