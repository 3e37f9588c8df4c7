using Crochet;

namespace Downloader;

/// <summary>A visitor's session. It remembers the download and the id of its stashed result.</summary>
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

    /// <summary>The result that the visitor came back for. Null on a first visit, and when the id has expired or has been used.</summary>
    public EventualResult<string>? Resume(ResultStash stash)
    {
        var known = StashId.TryParse(session.GetString("result"), out var id);
        session.Remove("result");
        return known && stash.TryRetrieve<string>(id, out var result) ? result : null;
    }
}
