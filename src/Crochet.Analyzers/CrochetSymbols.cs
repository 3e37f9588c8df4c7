using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers;

/// <summary>The types that the rules ask for, looked up once per compilation.</summary>
internal sealed class CrochetSymbols(Compilation compilation, INamedTypeSymbol eventualResult)
{
    private readonly INamedTypeSymbol?[] _awaited =
    [
        compilation.GetTypeByMetadataName("System.Threading.Tasks.Task"),
        compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1"),
        compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask"),
        compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1"),
    ];

    public Compilation Compilation { get; } = compilation;
    public INamedTypeSymbol EventualResult { get; } = eventualResult;
    public INamedTypeSymbol? EventualResultOfT { get; } = compilation.GetTypeByMetadataName("Crochet.EventualResult`1");
    public INamedTypeSymbol? EventLoop { get; } = compilation.GetTypeByMetadataName("Crochet.EventLoop");
    public INamedTypeSymbol? WaitFor { get; } = compilation.GetTypeByMetadataName("Crochet.WaitForAttribute");
    public INamedTypeSymbol? RunInReactor { get; } = compilation.GetTypeByMetadataName("Crochet.RunInReactorAttribute");
    public INamedTypeSymbol? OnLoop { get; } = compilation.GetTypeByMetadataName("Crochet.OnLoopAttribute");
    public INamedTypeSymbol? ThreadBound { get; } = compilation.GetTypeByMetadataName("Crochet.ThreadBoundAttribute");
    public INamedTypeSymbol? GenerateProxy { get; } = compilation.GetTypeByMetadataName("Crochet.GenerateProxyAttribute");
    public INamedTypeSymbol? CompiledProxy { get; } = compilation.GetTypeByMetadataName("Crochet.Generated.CompiledProxyAttribute");
    public INamedTypeSymbol? LoopKey { get; } = compilation.GetTypeByMetadataName("Crochet.LoopKeyAttribute");
    public INamedTypeSymbol? OnEveryLoop { get; } = compilation.GetTypeByMetadataName("Crochet.OnEveryLoopAttribute");
    public INamedTypeSymbol? Callback { get; } = compilation.GetTypeByMetadataName("Crochet.CallbackAttribute");
    public INamedTypeSymbol? Prefetch { get; } = compilation.GetTypeByMetadataName("Crochet.PrefetchAttribute");
    public INamedTypeSymbol? CrochetProxy { get; } = compilation.GetTypeByMetadataName("Crochet.CrochetProxy");
    public INamedTypeSymbol? CrochetBuilder { get; } = compilation.GetTypeByMetadataName("Crochet.CrochetBuilder");
    public INamedTypeSymbol? EventLoopOptions { get; } = compilation.GetTypeByMetadataName("Crochet.EventLoopOptions");
    public INamedTypeSymbol? ThreadBoundOptions { get; } = compilation.GetTypeByMetadataName("Crochet.ThreadBoundOptions");
    public INamedTypeSymbol? ClusterExtensions { get; } = compilation.GetTypeByMetadataName("Crochet.CrochetClusterBuilderExtensions");
    public INamedTypeSymbol? AddCrochetExtensions { get; } =
        compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.CrochetServiceCollectionExtensions");
    public INamedTypeSymbol? ServiceExtensions { get; } =
        compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions");
    public INamedTypeSymbol? CancellationToken { get; } = compilation.GetTypeByMetadataName("System.Threading.CancellationToken");
    public INamedTypeSymbol? Progress { get; } = compilation.GetTypeByMetadataName("System.IProgress`1");
    public INamedTypeSymbol? AsyncEnumerable { get; } = compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerable`1");
    public INamedTypeSymbol? AsyncEnumerator { get; } = compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerator`1");
    public INamedTypeSymbol? Queryable { get; } = compilation.GetTypeByMetadataName("System.Linq.IQueryable");
    public INamedTypeSymbol? QueryableOfT { get; } = compilation.GetTypeByMetadataName("System.Linq.IQueryable`1");
    public INamedTypeSymbol? Disposable { get; } = compilation.GetTypeByMetadataName("System.IDisposable");
    public INamedTypeSymbol? AsyncDisposable { get; } = compilation.GetTypeByMetadataName("System.IAsyncDisposable");
    public INamedTypeSymbol? TimeSpan { get; } = compilation.GetTypeByMetadataName("System.TimeSpan");

    /// <summary>Null where the compilation does not know Crochet, so that there is nothing to look for.</summary>
    public static CrochetSymbols? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Crochet.EventualResult") is { } eventualResult ? new(compilation, eventualResult) : null;

    public bool IsEventualResult(ITypeSymbol? type) => type is not null && (Is(type, EventualResult) || Is(type, EventualResultOfT));

    /// <summary>Whether the type stands for a value that comes later: a task of any kind or an EventualResult.</summary>
    public bool IsHandedBackAtOnce(ITypeSymbol type) => IsTask(type) || IsEventualResult(type);

    public bool IsTask(ITypeSymbol? type) => _awaited.Any(awaited => Is(type, awaited));

    public bool IsAsyncStream(ITypeSymbol type) => Is(type, AsyncEnumerable);

    /// <summary>A sequence that the loop goes on making after the call: of what another type is, nobody could stand in.</summary>
    public bool IsStream(ITypeSymbol type) =>
        IsAsyncStream(type) || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;

    /// <summary>T of Task&lt;T&gt; and the like; null where there is no value.</summary>
    public ITypeSymbol? Unwrap(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => null,
        INamedTypeSymbol named when IsHandedBackAtOnce(named) => named.TypeArguments.FirstOrDefault(),
        _ => type,
    };

    /// <summary>Whether a value that an implementation returns can be handed back by a member, each unwrapped.</summary>
    public bool Takes(ITypeSymbol member, ITypeSymbol method)
    {
        var (target, value) = (Unwrap(member), Unwrap(method));
        return value is null || target is null ? value is null && target is null : IsAssignable(value, target);
    }

    /// <summary>
    /// Whether a value of the type can be taken for one of the target, as the run time has it: an int for an int? but for no long; an int?
    /// for an object, but not for an interface of the int.
    /// </summary>
    public bool IsAssignable(ITypeSymbol value, ITypeSymbol target)
    {
        var conversion = Compilation.ClassifyConversion(value, target);
        if (conversion.IsIdentity)
            return true;
        if (!conversion.IsImplicit)
            return false;
        if (conversion.IsBoxing)
            return !IsNullable(value) || target.TypeKind != TypeKind.Interface;
        return conversion.IsReference
            || (IsNullable(target) && SymbolEqualityComparer.Default.Equals(((INamedTypeSymbol)target).TypeArguments[0], value));

        static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
    }

    /// <summary>Whether a call's token goes there: a CancellationToken, nullable or <c>in</c> too.</summary>
    public bool IsToken(IParameterSymbol parameter)
    {
        var type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : parameter.Type;
        return parameter.RefKind is not (RefKind.Ref or RefKind.Out) && Is(type, CancellationToken);
    }

    public bool IsAddCrochet(IInvocationOperation call) =>
        call.TargetMethod.Name == "AddCrochet" && Is(call.TargetMethod.ContainingType, AddCrochetExtensions);

    public static bool Is(ISymbol? symbol, ISymbol? wanted) =>
        wanted is not null && SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, wanted);
}
