using Crochet.Diagnostics;

namespace Crochet.Tests;

/// <summary>Names and arguments from outside never begin a line of a log, a message or a snapshot, and show no passwords.</summary>
[TestClass]
public sealed class OneLineTests
{
    private const string Forged = "Bread\nerror: the till is open\r\0\u2028";

    [TestMethod]
    public void LoopName_WithControlCharacters_StaysOneLineEverywhere()
    {
        using var logs = new RecordingLoggerFactory();
        var loop = TestLoop.Start(new EventLoopOptions { Name = Forged, LoggerFactory = logs });
        loop.RunInReactor(new Action(() => throw new InvalidOperationException()));
        loop.CatchUp();
        var release = loop.Hold();
        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, () => { }));
        release.Open();
        var snapshot = loop.GetSnapshot();
        loop.Dispose();
        var stopped = Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Post(() => { }));
        Wait.Collect();

        Assert.AreEqual(Forged, loop.Name);
        foreach (var text in logs.Entries.Select(entry => entry.Message).Concat([timeout.Message, stopped.Message, snapshot.ToString()]))
            Assert.IsFalse(text.Any(char.IsControl), text);
        Assert.IsFalse(snapshot.ToDot().Replace("\n", "", StringComparison.Ordinal).Any(char.IsControl));
        Assert.AreEqual(Forged, System.Text.Json.JsonDocument.Parse(snapshot.ToJson()).RootElement.GetProperty("name").GetString());
    }

    [TestMethod]
    public void Of_OtherThanControlCharacters_IsTheSameText() => Assert.AreSame("Käse 🧀 ok", OneLine.Of("Käse 🧀 ok"));

    [TestMethod]
    public void Arguments_WithControlCharacters_AreWrittenAsCSharpDoes() =>
        Assert.AreEqual("(\"a\\u0000b\\n\\u2028\", '\\n')", ArgumentText.Of(["a\0b\n\u2028", '\n']));

    [TestMethod]
    [DataRow("amqp://guest:secret@broker:5672/", "amqp://***@broker:5672/")]
    [DataRow("from https://user@a.example/x?y=1@2 to ftp://u:p@ss@b.example", "from https://***@a.example/x?y=1@2 to ftp://***@b.example")]
    [DataRow("https://a.example/user@b", "https://a.example/user@b")]
    [DataRow("nothing", "nothing")]
    public void Arguments_WithUserInfo_AreMasked(string text, string masked) => Assert.AreEqual($"(\"{masked}\")", ArgumentText.Of([text]));

    [TestMethod]
    public void Arguments_OfAUri_AreMasked() =>
        Assert.AreEqual("(amqp://***@broker/)", ArgumentText.Of([new Uri("amqp://guest:secret@broker/")]));
}
