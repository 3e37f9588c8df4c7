using Crochet;

namespace Downloader;

/// <summary>What a visitor's session remembers between two visits: the download, and where its result is stashed.</summary>
internal sealed class Visitor(ISession session)
{
    public Guid Download => Guid.TryParse(session.GetString("download"), out var download) ? download : Guid.Empty;

    public Guid StartAfresh()
    {
        var download = Guid.NewGuid();
        session.SetString("download", download.ToString());
        return download;
    }

    public void ComeBackFor(StashId result) => session.SetString("result", result.ToString());

    /// <summary>The result the visitor came back for; null on a first visit, and where the id has expired or was used already.</summary>
    public EventualResult<string>? Resume(ResultStash stash)
    {
        var known = StashId.TryParse(session.GetString("result"), out var id);
        session.Remove("result");
        return known && stash.TryRetrieve<string>(id, out var result) ? result : null;
    }
}
