namespace Crochet.Samples.Tests;

/// <summary>
/// A named region of a source file, or a whole file, as a reader of a page should see it: without indentation or inner regions' marks.
/// </summary>
internal static class SourceRegion
{
    public static string Read(string source)
    {
        if (!source.Contains('#', StringComparison.Ordinal))
            return File.ReadAllText(Repository.PathOf(source)).TrimEnd('\n');
        if (source.Split('#') is not [var file, var name])
            throw new AssertFailedException($"\"{source}\" is not of the form file#region.");

        var lines = File.ReadAllLines(Repository.PathOf(file));
        var start = Array.FindIndex(lines, line => line.Trim() == $"#region {name}");
        if (start < 0)
            throw new AssertFailedException($"{file} has no region \"{name}\".");

        return Unindent(BodyFrom(lines[(start + 1)..]));
    }

    private static List<string> BodyFrom(string[] lines)
    {
        List<string> body = [];
        var depth = 1;
        foreach (var line in lines)
        {
            var mark = line.TrimStart();
            if (mark.StartsWith("#region", StringComparison.Ordinal))
                depth++;
            else if (mark != "#endregion")
                body.Add(line);
            else if (--depth == 0)
                break;
        }

        return body;
    }

    private static string Unindent(List<string> lines)
    {
        var indentation = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indentation..] : line)).Trim('\n');
    }
}
