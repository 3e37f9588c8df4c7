namespace Crochet.Running;

/// <summary>Marks an item that still runs when its loop has closed: it belongs to work that cleans up after itself.</summary>
internal interface IRunsAtTheEnd;
