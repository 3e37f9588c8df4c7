using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Calling;

/// <summary>CRO023: members that cannot cross processes.</summary>
[TestClass]
public sealed class ProcessProblemTests
{
    public interface IChild
    {
        [WaitFor(seconds: 1)]
        int Id();
    }

    public interface IMixed
    {
        int Unmarked();

        [WaitFor(seconds: 1)]
        void ByRef(ref int value);

        [WaitFor(seconds: 1)]
        void Called([Callback] Action<int> callback);

        [WaitFor(seconds: 1)]
        IChild Child();

        [WaitFor(seconds: 1)]
        Task<List<IChild>> Children();

        [WaitFor(seconds: 1)]
        T Generic<T>(T value);

        [WaitFor(seconds: 1), OnEveryLoop]
        void Everywhere();

        [Callback]
        event Action Changed;

        [WaitFor(seconds: 1)]
        int Fine(int value, CancellationToken cancellationToken);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Interface_WithMembersThatCannotCross_IsRefusedWithEveryOne(bool offers)
    {
        var crochet = new ServiceCollection().AddCrochet();

        var thrown = Assert.ThrowsExactly<CrochetConfigurationException>(
            () => Add<IMixed>(crochet, offers));

        var members = thrown.Problems.Where(problem => problem.Id == "CRO023").Select(problem => problem.Member).ToList();
        CollectionAssert.AreEquivalent(
            new[] { "Unmarked", "ByRef", "Called", "Child", "Children", "Generic", "Everywhere", "Changed" }
                .Select(name => $"IMixed.{name}").ToList(),
            members);
    }

    // The analyzer would find the same where the interface is named.
    private static CrochetBuilder Add<T>(CrochetBuilder crochet, bool offers) where T : class =>
        offers ? crochet.Offer<T>() : crochet.AddRemote<T>();
}
