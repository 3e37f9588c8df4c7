using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers;

internal static class OperationTree
{
    /// <summary>What is given for the first parameter, wherever it is written.</summary>
    public static IOperation? FirstArgument(this IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;

    /// <summary>The nearest operation of a kind around this one; null where there is none.</summary>
    public static T? Enclosing<T>(this IOperation operation) where T : class, IOperation
    {
        var parent = operation.Parent;
        while (parent is not null and not T)
            parent = parent.Parent;
        return parent as T;
    }
}
