using System.Text;

namespace Crochet.Analyzers.Generation;

/// <summary>Text in lines, each block further in than what is around it.</summary>
internal sealed class IndentedText
{
    private const int Step = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    public void Open()
    {
        Line("{");
        _depth++;
    }

    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>Moves the lines that follow in, or out again.</summary>
    /// <param name="steps">How far in; less than 0: out.</param>
    public void Indent(int steps = 1) => _depth += steps;

    /// <summary>A line, or several.</summary>
    public void Line(string text = "")
    {
        foreach (var line in text.Split('\n'))
            _text.Append(' ', line.Length == 0 ? 0 : Step * _depth).Append(line).Append('\n');
    }

    /// <summary>A line that goes on in the next one, further in.</summary>
    public void Line(string text, string rest)
    {
        Line(text);
        Indent();
        Line(rest);
        Indent(-1);
    }

    public override string ToString() => _text.ToString();
}
