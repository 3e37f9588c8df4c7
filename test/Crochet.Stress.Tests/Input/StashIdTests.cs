using FsCheck;
using FsCheck.Fluent;

namespace Crochet.Stress.Input;

[TestClass]
public sealed class StashIdTests
{
    private const int Texts = 20_000;
    private static readonly EventLoop _source = new();

    // Real ids with something put in, taken out or changed, and anything else.
    private static Gen<string> AnyText { get; } = Gen.OneOf(
        from text in ArbMap.Default.GeneratorFor<string>() select text ?? "",
        from at in Gen.Choose(0, 31)
        from with in Gen.Elements("", "0", "F", "g", " ", "-", "\0", "é", "00")
        from length in Gen.Choose(0, 1)
        select _source.Stash.Store(EventualResult.Completed).ToString().Remove(at, length).Insert(at, with));

    [TestMethod]
    public void TryParse_AnyText_IsAnIdOrRefused() => Prop.ForAll(
        AnyText.ToArbitrary(),
        static text =>
        {
            var isId = StashId.TryParse(text, out var id);
            Assert.AreEqual(text.Length == 32 && text.All(char.IsAsciiHexDigit), isId, text);
            Assert.AreEqual(isId ? text.ToLowerInvariant() : default(StashId).ToString(), id.ToString());
            if (!isId)
                Assert.ThrowsExactly<FormatException>(() => StashId.Parse(text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Texts).WithQuietOnSuccess(true));

    [TestMethod]
    public void TryRetrieve_AnyId_GivesNothingThatWasNotStored()
    {
        using var loop = TestLoop.Start();
        var stored = loop.Stash.Store(EventualResult.Completed);

        Prop.ForAll(AnyText.ToArbitrary(), text =>
            Assert.IsFalse(StashId.TryParse(text, out var id) && id != stored && loop.Stash.TryRetrieve(id, out _)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Texts).WithQuietOnSuccess(true));

        Assert.AreEqual(1, loop.Stash.Count);
    }
}
