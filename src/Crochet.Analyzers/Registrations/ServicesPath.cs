using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>Tells which calls of a block work on the same collection of services.</summary>
internal sealed class ServicesPath(CrochetSymbols symbols)
{
    /// <summary>
    /// The calls in the block on the collection that <paramref name="call"/> works on, itself among them; none where it has no name.
    /// </summary>
    public IEnumerable<IInvocationOperation> CallsOnSame(IInvocationOperation call, IBlockOperation block)
    {
        var services = ServicesOf(call);
        return services.Count == 0
            ? []
            : CallsIn(block).Where(other => services.SequenceEqual(ServicesOf(other), SymbolEqualityComparer.Default));
    }

    /// <summary>Without what lambdas and local functions do, which is done at another time.</summary>
    private static IEnumerable<IInvocationOperation> CallsIn(IOperation operation) =>
        operation.ChildOperations
            .Where(child => child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            .SelectMany(child => child is IInvocationOperation call ? CallsIn(child).Append(call) : CallsIn(child));

    /// <summary>
    /// How the source names the collection that a call, or the chain of calls that it ends, works on; empty where it has no name.
    /// </summary>
    private List<ISymbol> ServicesOf(IInvocationOperation call)
    {
        var path = new List<ISymbol>();
        IOperation? operation = call;
        while (operation is not null)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IInvocationOperation inner:
                    operation = inner.Instance ?? inner.FirstArgument();
                    break;
                case IPropertyReferenceOperation property when CrochetSymbols.Is(property.Property.ContainingType, symbols.CrochetBuilder):
                    operation = property.Instance;
                    break;
                case IMemberReferenceOperation member:
                    path.Add(member.Member);
                    operation = member.Instance;
                    break;
                case ILocalReferenceOperation local:
                    path.Add(local.Local);
                    return path;
                case IParameterReferenceOperation parameter:
                    path.Add(parameter.Parameter);
                    return path;
                case IInstanceReferenceOperation:
                    return path;
                default:
                    return [];
            }
        }
        return path;
    }
}
