using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Tests.Reporting;

[TestClass]
public sealed class TextReportTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [TestMethod]
    public void Write_Table_AlignsColumns()
    {
        new TextReport(_output).Write(new Table("blocking", ["peer", "ns"], [["a", 1.5], ["longer", 1000.0]]));

        const string Expected = """
            ### blocking

            | peer   |    ns |
            | ------ | ----: |
            | a      |   1.5 |
            | longer | 1,000 |


            """;
        Assert.AreEqual(Expected, _output.ToString());
    }

    [TestMethod]
    public void Write_Targets_SaysWhichAreMet()
    {
        new TextReport(_output).Write([Target.AtMost(2, "ms", "good", 1), Target.AtLeast(2, "×", "bad", 1)]);

        var text = _output.ToString();
        StringAssert.Contains(text, "1 of 2 met");
        StringAssert.Matches(text, new(@"\| good \| +1 \| +≤ 2 \| +ms \| +met \|"));
        StringAssert.Matches(text, new(@"\| bad  \| +1 \| +≥ 2 \| +× \| \*\*not met\*\* \|"));
    }

    public void Dispose() => _output.Dispose();
}
