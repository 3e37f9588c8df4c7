using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;

namespace Crochet.Analyzers.Tests.Verification;

internal static class Verify
{
    /// <summary>The analyzer finds what the markup says, where it says so, and nothing else.</summary>
    public static Task ProblemsAsync(string source) => new ProblemTest(source).RunAsync();

    /// <summary>And the registration refuses the same in the same words.</summary>
    public static async Task ProblemsAndRegistrationAsync(string source)
    {
        var test = new ProblemTest(source);

        await test.RunAsync();

        Assert.AreEqual(
            string.Join('\n', test.Found.Select(problem => problem.GetMessage(null)).Order(StringComparer.Ordinal)),
            string.Join('\n', RegisteringProgram.Run(test.Compilation!).Select(problem => problem.Message).Order(StringComparer.Ordinal)));
    }

    /// <summary>The only problem's message. A #pragma can suppress it.</summary>
    public static async Task MessageAsync(string message, string source)
    {
        var test = new ProblemTest(source) { TestBehaviors = TestBehaviors.None };

        await test.RunAsync();

        Assert.AreEqual(message, Assert.ContainsSingle(test.Found).GetMessage(null));
    }

    /// <summary>The fix of that title turns one source into the other; null: it is not offered.</summary>
    public static Task FixAsync<TFix>(string title, string source, string? expected) where TFix : CodeFixProvider, new() =>
        new FixTest<TFix>(title, source, expected ?? source).RunAsync();
}
