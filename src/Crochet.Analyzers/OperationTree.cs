using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers;

internal static class OperationTree
{
    /// <summary>The nearest operation of a kind around this one; null where there is none.</summary>
    public static T? Enclosing<T>(this IOperation operation) where T : class, IOperation
    {
        var parent = operation.Parent;
        while (parent is not null and not T)
            parent = parent.Parent;
        return parent as T;
    }
}
