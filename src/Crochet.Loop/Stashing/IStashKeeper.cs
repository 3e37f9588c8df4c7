namespace Crochet.Stashing;

/// <summary>Keeps results in a stash under rules of its own: only it takes them out again.</summary>
internal interface IStashKeeper
{
    /// <summary>The stash has dropped a result; from any thread, under no lock of the stash.</summary>
    void OnExpired(Stashed stashed);
}
