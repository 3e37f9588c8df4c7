using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Crochet.Analyzers.Generation;

/// <summary>Writes the proxies that [GenerateProxy] asks for. What it cannot write it leaves out, and the analyzer says why.</summary>
[Generator]
public sealed class ProxyGenerator : IIncrementalGenerator
{
    /// <summary>The steps whose outputs are models: of what each interface asks for, of what the assembly does, and all.</summary>
    internal const string InterfacesStep = "Interfaces", PairsStep = "Pairs", ModelsStep = "Models";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var onInterfaces = context.SyntaxProvider.ForAttributeWithMetadataName(
            GenerationTarget.AttributeName, static (node, _) => node is InterfaceDeclarationSyntax, static (found, _) => ModelsOf(found))
            .WithTrackingName(InterfacesStep);
        var onAssembly = context.SyntaxProvider.ForAttributeWithMetadataName(
            GenerationTarget.AttributeName, static (node, _) => node is CompilationUnitSyntax, static (found, _) => ModelsOf(found))
            .WithTrackingName(PairsStep);
        // The same may be asked for in several places.
        var models = onInterfaces.Collect().Combine(onAssembly.Collect())
            .SelectMany(static (both, _) => InFiles(both.Left.Concat(both.Right).SelectMany(static models => models)))
            .WithTrackingName(ModelsStep);
        context.RegisterSourceOutput(
            models, static (output, model) =>
                output.AddSource($"{model.File}.g.cs", SourceText.From(ProxyWriter.Write(model.Proxy), Encoding.UTF8)));
    }

    /// <summary>Each with a file of its own, also where names differ in capital letters alone.</summary>
    private static IEnumerable<(string File, ProxyModel Proxy)> InFiles(IEnumerable<ProxyModel> models) => models
        .GroupBy(static model => model.Name).Select(static same => same.First())
        .GroupBy(static model => model.Name, StringComparer.OrdinalIgnoreCase)
        .SelectMany(static alike => alike.Select(static (model, index) => (index == 0 ? model.Name : $"{model.Name}_{index + 1}", model)));

    private static EquatableArray<ProxyModel> ModelsOf(GeneratorAttributeSyntaxContext found)
    {
        var compilation = found.SemanticModel.Compilation;
        if (compilation.GetTypeByMetadataName("Crochet.Generated.ProxyPlan") is null || CrochetSymbols.Find(compilation) is not { } symbols)
            return default;
        var builder = new ProxyModelBuilder(symbols);
        var targets = found.TargetSymbol is INamedTypeSymbol contract
            ? [new(contract, implementation: null)]
            : found.Attributes.Select(GenerationTarget.OfPair).OfType<GenerationTarget>();
        return new([.. targets.Select(builder.Build).OfType<ProxyModel>()]);
    }
}
