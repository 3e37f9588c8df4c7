using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>A project of one file, which sees all that this test project sees.</summary>
internal static class SourceProject
{
    public const string Name = "Source";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Crochet;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.DependencyInjection.Extensions;
        """;

    // Of Crochet.Orleans, whose packages the tests need not have.
    private const string Cluster = """
        namespace Crochet
        {
            public static class CrochetClusterBuilderExtensions
            {
                public static CrochetBuilder Offer<TInterface>(this CrochetBuilder builder) where TInterface : class => builder;

                public static CrochetBuilder AddRemote<TInterface>(this CrochetBuilder builder) where TInterface : class => builder;
            }
        }
        """;

    /// <summary>No packages: the references below have all that is needed, and nothing is downloaded.</summary>
    public static readonly ReferenceAssemblies NoPackages = new("net10.0");

    // Shared, so that each file is read once for all tests.
    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(
            path => MetadataReference.CreateFromFile(path))];

    public static void Add(SolutionState state, string source)
    {
        state.Sources.Add(source);
        state.Sources.Add(("Usings.cs", Usings));
        state.Sources.Add(("Cluster.cs", Cluster));
        state.AdditionalReferences.AddRange(_references);
    }

    /// <summary>Nullable, and a program where the source has top-level statements.</summary>
    public static async Task<Project> WithOptionsAsync(Project project)
    {
        var options = ((CSharpCompilationOptions)project.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Enable);
        var root = await project.Documents.First().GetSyntaxRootAsync();
        return project.WithCompilationOptions(root!.ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement))
            ? options.WithOutputKind(OutputKind.ConsoleApplication)
            : options);
    }
}
