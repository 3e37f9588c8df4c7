using System.Text.Json;

namespace Crochet.Tests;

[TestClass]
public sealed class StashIdTests
{
    private static readonly ResultStash _stash = new EventLoop().Stash;

    [TestMethod]
    public void Ids_Many_AreAllDifferent()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => NewId()).ToHashSet();

        Assert.HasCount(10_000, ids);
    }

    [TestMethod]
    public void Ids_Many_VaryInEveryBit()
    {
        var first = NewId().ToString();
        var varied = new bool[first.Length];

        for (var id = 0; id < 1000; id++)
        {
            var text = NewId().ToString();
            Assert.HasCount(first.Length, text);
            for (var place = 0; place < text.Length; place++)
                varied[place] |= text[place] != first[place];
        }

        Assert.DoesNotContain(false, varied);
    }

    [TestMethod]
    public void Ids_Text_HasRoomForTheirBits() => Assert.IsGreaterThanOrEqualTo(22, NewId().ToString().Length);

    [TestMethod]
    public void ToString_OfAnId_IsSafeInAUrl()
    {
        for (var id = 0; id < 100; id++)
        {
            var text = NewId().ToString();
            Assert.IsTrue(text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'), text);
        }
    }

    [TestMethod]
    public void Parse_TextOfAnId_IsTheId()
    {
        for (var round = 0; round < 100; round++)
        {
            var id = NewId();
            var text = id.ToString();

            Assert.AreEqual(id, StashId.Parse(text));
            Assert.AreEqual(id, StashId.Parse(text.AsSpan()));
            Assert.IsTrue(StashId.TryParse(text, out var tried));
            Assert.AreEqual(id, tried);
            Assert.IsTrue(StashId.TryParse(text.AsSpan(), null, out var spanned));
            Assert.AreEqual(id, spanned);
        }
    }

    [TestMethod]
    public void Parse_TextOfTheDefault_IsTheDefault() => Assert.AreEqual(default, StashId.Parse(default(StashId).ToString()));

    [TestMethod]
    public void Parse_ThroughTheInterfaces_IsTheId()
    {
        var id = NewId();

        Assert.AreEqual(id, ParseText<StashId>(id.ToString()));
        Assert.AreEqual(id, ParseSpan<StashId>(id.ToString()));
    }

    [TestMethod]
    public void Parse_PartOfALongerText_IsTheId()
    {
        var id = NewId();
        var cookie = $"stash={id};";

        Assert.AreEqual(id, StashId.Parse(cookie.AsSpan()[6..^1]));
    }

    [TestMethod]
    [DynamicData(nameof(Garbage))]
    public void Parse_Garbage_Throws(string garbage)
    {
        Assert.ThrowsExactly<FormatException>(() => StashId.Parse(garbage));
        Assert.ThrowsExactly<FormatException>(() => StashId.Parse(garbage.AsSpan()));
    }

    [TestMethod]
    [DynamicData(nameof(Garbage))]
    public void TryParse_Garbage_IsFalse(string garbage)
    {
        Assert.IsFalse(StashId.TryParse(garbage, out var id));
        Assert.IsFalse(StashId.TryParse(garbage, null, out _));
        Assert.IsFalse(StashId.TryParse(garbage.AsSpan(), null, out _));
        Assert.AreEqual(default, id);
    }

    [TestMethod]
    public void Parse_Null_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => StashId.Parse(null!));

    [TestMethod]
    public void TryParse_Null_IsFalse()
    {
        Assert.IsFalse(StashId.TryParse(null, out _));
        Assert.IsFalse(StashId.TryParse(null, null, out _));
    }

    [TestMethod]
    public void Equality_OfIds_IsByValue()
    {
        var id = NewId();
        var same = StashId.Parse(id.ToString());

        Assert.IsTrue(id == same);
        Assert.AreEqual(id.GetHashCode(), same.GetHashCode());
        Assert.IsFalse(id == NewId());
    }

    [TestMethod]
    public void Json_OfAnId_IsItsText()
    {
        var id = NewId();

        Assert.AreEqual($"\"{id}\"", JsonSerializer.Serialize(id));
    }

    [TestMethod]
    public void Json_RoundTrip_IsTheId()
    {
        var session = new Session(NewId(), null, [NewId(), NewId()]);

        var read = JsonSerializer.Deserialize<Session>(JsonSerializer.Serialize(session))!;

        Assert.AreEqual(session.Job, read.Job);
        Assert.IsNull(read.Other);
        Assert.AreSequenceEqual(session.More, read.More);
    }

    [TestMethod]
    [DataRow("\"garbage\"")]
    [DataRow("null")]
    [DataRow("42")]
    [DataRow("{}")]
    public void Json_Garbage_Throws(string json) =>
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<StashId>(json));

    public static IEnumerable<object[]> Garbage()
    {
        var text = NewId().ToString();
        yield return [""];
        yield return [" "];
        yield return ["garbage"];
        yield return [text[1..]];
        yield return [text + "A"];
        yield return [text + "="];
        yield return [" " + text];
        yield return [text + " "];
        yield return [text + "\n"];
        yield return ["!" + text[1..]];
        yield return [text[..^1] + "ä"];
        yield return [text[..^1] + "\0"];
        yield return [text[..^1] + "+"];
        yield return [text[..^1] + "/"];
        yield return [new string('A', 100_000)];
        yield return ["{" + Guid.Empty + "}"];
    }

    private static StashId NewId() => _stash.Store(EventualResult.Completed);

    private static T ParseText<T>(string text) where T : IParsable<T> => T.Parse(text, null);

    private static T ParseSpan<T>(ReadOnlySpan<char> text) where T : ISpanParsable<T> => T.Parse(text, null);

    private sealed record Session(StashId Job, StashId? Other, IReadOnlyList<StashId> More);
}
