using Crochet.Analyzers.Interfaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Results;

/// <summary>An operation that blocks its thread until the loop has done something.</summary>
internal sealed class BlockingWait(IOperation operation, ISymbol called, string wayOut, bool returnsAtOnce = false)
{
    public Location Location => operation.Syntax.GetLocation();
    public string Name => called.ShortName();
    public string WayOut => wayOut;

    /// <summary>Whether its timeout is zero: then it only looks, and is wrong on the loop thread alone.</summary>
    public bool ReturnsAtOnce => returnsAtOnce;

    public static BlockingWait? Find(IOperation operation, CrochetSymbols symbols) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Wait" or "TryWait" } method } call when symbols.IsEventualResult(
            method.ContainingType) =>
            new(call, method, "Await the result instead", IsZero(call.Argument("timeout"), symbols)),
        IInvocationOperation { TargetMethod: { Name: "WaitAll" or "WaitAny" } method } call when symbols.IsEventualResult(
            method.ContainingType) =>
            new(call, method, "Await the results instead", IsZero(call.Argument("timeout"), symbols)),
        IInvocationOperation { TargetMethod: { Name: "WaitFor" } method } call when CrochetSymbols.Is(method.ContainingType,
            symbols.EventLoop) =>
            new(call, method, "Await EventLoop.RunInReactor instead"),
        IInvocationOperation { TargetMethod: var method } call when Blocks(method, call.Instance, symbols) =>
            new(call, method, "Await a member that returns a Task, or call the implementation itself"),
        IPropertyReferenceOperation { Property: var property, Parent: not INameOfOperation } reference when Accessors(reference).Any(
            accessor => Blocks(accessor, reference.Instance, symbols)) =>
            new(reference, property, "Await a member that returns a Task, or call the implementation itself"),
        _ => null,
    };

    private static bool Blocks(IMethodSymbol member, IOperation? instance, CrochetSymbols symbols) =>
        member.ContainingType is { TypeKind: TypeKind.Interface }
        && instance?.Type is INamedTypeSymbol contract
        && !symbols.IsHandedBackAtOnce(member.ReturnType)
        && !symbols.IsAsyncStream(member.ReturnType)
        && Mark.Of(member, contract, symbols) is { WaitFor: not null, IsContradiction: false };

    private static IEnumerable<IMethodSymbol> Accessors(IPropertyReferenceOperation reference)
    {
        var isWritten = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
        var isRead = !isWritten || reference.Parent is not ISimpleAssignmentOperation;
        if (isRead && reference.Property.GetMethod is { } getter)
            yield return getter;
        if (isWritten && reference.Property.SetMethod is { } setter)
            yield return setter;
    }

    private static bool IsZero(IOperation? timeout, CrochetSymbols symbols) =>
        timeout is IDefaultValueOperation or IConversionOperation { Operand: IDefaultValueOperation }
        || (timeout is IFieldReferenceOperation { Field: { Name: "Zero" } field }
            && CrochetSymbols.Is(field.ContainingType, symbols.TimeSpan));
}
