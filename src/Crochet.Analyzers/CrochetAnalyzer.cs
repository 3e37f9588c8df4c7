using System.Collections.Immutable;
using Crochet.Analyzers.Generation;
using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Crochet.Analyzers.Results;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers;

/// <summary>Finds in source what Crochet would refuse, or warn of, when the program runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrochetAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. ProblemDiagnostics.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (CrochetSymbols.Find(start.Compilation) is not { } symbols)
                return;
            new InterfaceRule(symbols).Register(start);
            new AttributeRule(symbols).Register(start);
            new GenerateProxyRule(symbols).Register(start);
            new RegistrationRule(symbols).Register(start);
            new RegistrationOrderRule(symbols).Register(start);
            new LoopNameRule(symbols).Register(start);
            new OwnLoopNameRule(symbols).Register(start);
            new ClusterRule(symbols).Register(start);
            new DroppedResultRule(symbols).Register(start);
            new BlockingWaitRule(symbols).Register(start);
        });
    }
}
