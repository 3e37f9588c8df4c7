using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>The framework's types that the text names for itself, and whether their names are theirs alone in this project.</summary>
internal sealed class FrameworkNames(Compilation compilation)
{
    public const string UnscopedRef = "System.Diagnostics.CodeAnalysis.UnscopedRefAttribute";
    public const string SuppressMessage = "System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessageAttribute";

    private static readonly IReadOnlyList<string> _inEachText =
    [
        "System.CodeDom.Compiler.GeneratedCodeAttribute",
        "System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute",
        "System.ObsoleteAttribute",
        "System.IDisposable",
        "System.IAsyncDisposable",
        "System.IProgress`1",
        "System.Collections.Generic.EqualityComparer`1",
        "System.Threading.CancellationToken",
        "System.Threading.Tasks.ValueTask",
        "System.ValueTuple",
        .. Enumerable.Range(1, 8).Select(static count => $"System.ValueTuple`{count}"),
    ];

    /// <summary>Why a proxy cannot be written in this project; null where it can.</summary>
    public string? WhyNoText() => _inEachText.Select(WhyNot).FirstOrDefault(static why => why is not null);

    /// <summary>Why the text cannot name one of them.</summary>
    public string? WhyNot(string name)
    {
        var known = compilation.GetTypesByMetadataName(name)
            .Where(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            .ToList();
        var own = known.Find(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly));
        // The project's own comes first. An attribute may be whose it will.
        return own is not null && !name.EndsWith("Attribute", StringComparison.Ordinal)
            ? $"this project has a type {own.ToDisplayString()} of its own, and the proxy needs the framework's"
            : own is null && known.Count > 1 ? Several(known[0]) : null;
    }

    /// <summary>What is said of a type that another assembly has too.</summary>
    public static string Several(INamedTypeSymbol type) => $"more than one assembly has a type {type.ToDisplayString()}";
}
