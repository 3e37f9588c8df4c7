using Crochet.Analyzers.Tests.Verification;
using Crochet.Problems;

namespace Crochet.Analyzers.Tests.Documentation;

/// <summary>The catalog, the analyzer, the registration's check and the pages say the same.</summary>
[TestClass]
public sealed class RulePageTests
{
    private static readonly string[] _seenInSourceAlone =
        [ProblemCatalog.ResultDropped.Id, ProblemCatalog.BlocksWhereItMustNot.Id, ProblemCatalog.CannotBeGenerated.Id];

    // Seen where the program is published without code generation.
    private static readonly string _ofPublishing = ProblemCatalog.NoCompiledProxy.Id;

    // Found at registration by Offer and AddRemote of Crochet.Orleans, whose tests hold it.
    private static readonly string _ofOtherProcesses = ProblemCatalog.CannotCrossProcesses.Id;

    public static IEnumerable<string> Ids => ProblemCatalog.All.Select(problem => problem.Id).Distinct();
    public static IEnumerable<string> IdsInSource => Ids.Except([ProblemCatalog.UnknownTimeout.Id, _ofPublishing]);
    public static IEnumerable<string> IdsAtRegistration => Ids.Except([.. _seenInSourceAlone, _ofPublishing, _ofOtherProcesses]);

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void Heading_IsIdAndTitle(string id)
    {
        var titles = ProblemCatalog.All.Where(problem => problem.Id == id).Select(problem => problem.Title).Distinct();

        Assert.AreEqual(RulePage.Read(id).Heading, $"# {id}: {Assert.ContainsSingle(titles)}");
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void Problem_LeadsNowhereIntoTheRepository(string id)
    {
        foreach (var problem in ProblemCatalog.All.Where(problem => problem.Id == id))
            Assert.DoesNotContain("docs/", problem.Title + problem.Message);
        foreach (var rule in new CrochetAnalyzer().SupportedDiagnostics.Where(rule => rule.Id == id))
            Assert.MatchesRegex("^(https://.+)?$", rule.HelpLinkUri);
    }

    [TestMethod]
    public void Index_ListsEveryId()
    {
        var rows = RulePage.Index.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal));

        var expected =
            ProblemCatalog.All.DistinctBy(problem => problem.Id).OrderBy(problem => problem.Id, StringComparer.Ordinal).Select(problem =>
            $"| [{problem.Id}]({problem.Id}.md) | {problem.Title} | {(problem.IsError ? "error" : "warning")} |");
        CollectionAssert.AreEqual(expected.ToList(), rows.ToList());
    }

    [TestMethod]
    [DynamicData(nameof(IdsInSource))]
    public async Task Flagged_InSource_WhereAndAsThePageSays(string id)
    {
        var page = RulePage.Read(id);

        var problems = await new ProblemTest(page.Flagged).FindAsync();

        Assert.Contains(page.Message, problems.Select(problem => problem.GetMessage(null)));
        var marked = page.Flagged.Split('\n').Index().Where(line => line.Item.EndsWith($"// {id}", StringComparison.Ordinal)).Select(
            line => (id, line.Index));
        var found = problems.Select(problem => (problem.Id, problem.Location.GetLineSpan().StartLinePosition.Line));
        CollectionAssert.AreEqual(marked.ToList(), found.ToList(), string.Join('\n', problems));
    }

    [TestMethod]
    [DynamicData(nameof(IdsAtRegistration))]
    public async Task Flagged_AtRegistration_AsThePageSays(string id)
    {
        var page = RulePage.Read(id);

        var problems = RegisteringProgram.Run(await new ProblemTest(page.Flagged).CompileAsync());

        Assert.Contains(new CrochetProblem(id, page.Message.Split(':')[0], page.Message), problems);
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public Task Fixed_InSource_Clean(string id) => Verify.ProblemsAsync(RulePage.Read(id).Fixed);

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public async Task Fixed_AtRegistration_Clean(string id)
    {
        var problems = RegisteringProgram.Run(await new ProblemTest(RulePage.Read(id).Fixed).CompileAsync());

        Assert.IsEmpty(problems, string.Join('\n', problems));
    }
}
