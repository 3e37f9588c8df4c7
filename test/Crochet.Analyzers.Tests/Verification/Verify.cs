using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Crochet.Analyzers.Tests.Verification;

internal static class Verify
{
    /// <summary>The analyzer finds what the markup says, where it says so, and nothing else.</summary>
    public static async Task ProblemsAsync(string markup)
    {
        var expected = Markup.Parse(markup);
        await ProblemsAsync(expected, SourceProject.Create(expected.Source).Project);
    }

    /// <summary>And the registration refuses the same in the same words.</summary>
    public static async Task ProblemsAndRegistrationAsync(string markup)
    {
        var expected = Markup.Parse(markup);
        var project = SourceProject.Create(expected.Source).Project;

        var problems = await ProblemsAsync(expected, project);
        var refused = await RegisteringProgram.RunAsync(project);

        Assert.AreEqual(
            string.Join('\n', problems.Select(problem => problem.GetMessage(null)).Order(StringComparer.Ordinal)),
            string.Join('\n', refused.Select(problem => problem.Message).Order(StringComparer.Ordinal)));
    }

    /// <summary>The only problem's message.</summary>
    public static async Task MessageAsync(string message, string source)
    {
        var (errors, problems) = await SourceProject.AnalyzeAsync(SourceProject.Create(source).Project);

        Assert.IsEmpty(errors, string.Join('\n', errors));
        Assert.AreEqual(message, Assert.ContainsSingle(problems).GetMessage(null));
    }

    /// <summary>The first problem's fix of that title turns one source into the other; null: it is not offered.</summary>
    public static async Task FixAsync<TFix>(string title, string source, string? expected) where TFix : CodeFixProvider, new()
    {
        var document = SourceProject.Create(source);
        var (_, problems) = await SourceProject.AnalyzeAsync(document.Project);
        var actions = new List<CodeAction>();
        await new TFix().RegisterCodeFixesAsync(new(document, problems[0], (action, _) => actions.Add(action), CancellationToken.None));
        var action = actions.Find(action => action.Title == title);
        if (expected is null)
        {
            Assert.IsNull(action);
            return;
        }

        Assert.IsNotNull(action, string.Join(", ", actions.Select(found => found.Title)));
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.AreEqual(expected, (await changed.GetTextAsync()).ToString());
        var (errors, _) = await SourceProject.AnalyzeAsync(changed.Project);
        Assert.IsEmpty(errors, string.Join('\n', errors));
    }

    private static async Task<IReadOnlyList<Diagnostic>> ProblemsAsync(Markup expected, Project project)
    {
        var (errors, problems) = await SourceProject.AnalyzeAsync(project);

        Assert.IsEmpty(errors, string.Join('\n', errors));
        var found = problems.Select(problem => (problem.Id, problem.Location.SourceSpan));
        Assert.AreEqual(Show(expected.Expected, expected.Source), Show(found, expected.Source), string.Join('\n', problems));
        return problems;
    }

    private static string Show(IEnumerable<(string Id, TextSpan Span)> found, string source) =>
        string.Join('\n', found.OrderBy(one => one.Span.Start).ThenBy(one => one.Id).Select(
            one => $"{one.Id} at '{source[one.Span.Start..one.Span.End]}'"));
}
