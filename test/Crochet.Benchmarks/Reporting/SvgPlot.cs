using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Crochet.Benchmarks.Reporting;

/// <summary>Draws a plot: lines with their quartiles as whiskers, each named at its right end.</summary>
internal sealed class SvgPlot
{
    private const double Width = 760, Height = 440, Left = 72, Right = 572, Top = 68, Bottom = 376, LabelHeight = 17;
    private const string Ink = "#24292f", Quiet = "#57606a", Grid = "#d8dee4";

    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";
    private static readonly string[] _colours = ["#6e7781", "#0550ae", "#1a7f37", "#9a6700", "#1b7c83", "#8250df", "#8d4b2e"];

    private readonly Plot _plot;
    private readonly int _lowest;
    private readonly int _highest;

    private SvgPlot(Plot plot)
    {
        _plot = plot;
        var medians = plot.Lines.SelectMany(line => line.Points).Select(point => point.Median).ToArray();
        _lowest = (int)Math.Floor(Math.Log10(medians.Min()));
        _highest = Math.Max(_lowest + 1, (int)Math.Ceiling(Math.Log10(medians.Max())));
    }

    public static string Draw(Plot plot) => new SvgPlot(plot).Draw().ToString();

    private XElement Draw() => new(
        _svg + "svg",
        new XAttribute("viewBox", Text($"0 0 {Width} {Height}")),
        new XAttribute("font-family", "system-ui, sans-serif"),
        new XAttribute("font-size", 13),
        new XAttribute("role", "img"),
        new XElement(_svg + "title", _plot.Title),
        Element("rect", ("width", Width), ("height", Height), ("fill", "#ffffff")),
        Label(Left, 30, _plot.Title, Ink, ("font-size", 17), ("font-weight", 600)),
        DrawAxes(),
        _plot.Lines.Select((line, index) => DrawLine(line, ColourOf(index), IsOurs(line))),
        DrawNames());

    private IEnumerable<XElement> DrawAxes()
    {
        for (var power = _lowest; power <= _highest; power++)
        {
            var y = Y(Math.Pow(10, power));
            yield return Element("line", ("x1", Left), ("x2", Right), ("y1", y), ("y2", y), ("stroke", Grid));
            yield return Label(Left - 10, y + 4, Duration(power), Quiet, ("text-anchor", "end"));
        }
        for (var place = 0; place < _plot.Places.Count; place++)
            yield return Label(X(place), Bottom + 22, _plot.Places[place], Quiet, ("text-anchor", "middle"));
        yield return Label((Left + Right) / 2, Bottom + 46, _plot.XLabel, Ink, ("text-anchor", "middle"));
        yield return Label(Left - 56, Top - 14, "time per call (less is better)", Quiet, ("font-size", 12));
    }

    private XElement DrawLine(Line line, string colour, bool isOurs)
    {
        var path = new StringBuilder();
        for (var place = 0; place < line.Points.Count; place++)
            path.Append(CultureInfo.InvariantCulture, $"{(place == 0 ? 'M' : 'L')}{X(place):0.#},{Y(line.Points[place].Median):0.#} ");
        var drawn = Element("g", ("stroke", colour), ("fill", "none"), ("stroke-width", isOurs ? 3 : 1.6));
        drawn.Add(Element("path", ("d", path.ToString().TrimEnd()), ("stroke-linejoin", "round")));
        foreach (var (place, point) in line.Points.Index())
        {
            drawn.Add(
                Element("line", ("x1", X(place)), ("x2", X(place)), ("y1", Y(point.Lower)), ("y2", Y(point.Upper))),
                Element("circle", ("cx", X(place)), ("cy", Y(point.Median)), ("r", isOurs ? 4 : 3), ("fill", colour), ("stroke", "none")));
        }
        return drawn;
    }

    /// <summary>The names at the lines' ends, pushed apart from top to bottom where they would overlap.</summary>
    private IEnumerable<XElement> DrawNames()
    {
        var y = double.NegativeInfinity;
        foreach (var (index, line) in _plot.Lines.Index().OrderBy(entry => Y(entry.Item.Points[^1].Median)))
        {
            y = Math.Max(Y(line.Points[^1].Median) + 4, y + LabelHeight);
            yield return Label(Right + 14, y, line.Name, ColourOf(index), ("font-weight", IsOurs(line) ? 700 : 400));
        }
    }

    private static bool IsOurs(Line line) => line.Name is Peers.PeerNames.Crochet or Peers.PeerNames.Compiled;

    private string ColourOf(int index) => _plot.Lines[index].Name switch
    {
        Peers.PeerNames.Crochet => "#cf222e",
        Peers.PeerNames.Compiled => "#bc4c00",
        _ => _colours[index % _colours.Length],
    };

    private double X(int place) => Left + 24 + place * (Right - Left - 48) / Math.Max(1, _plot.Places.Count - 1);

    private double Y(double microseconds) =>
        Bottom - (Math.Clamp(Math.Log10(microseconds), _lowest, _highest) - _lowest) / (_highest - _lowest) * (Bottom - Top);

    private static string Duration(int power) => power switch
    {
        < 0 => Text($"{Math.Pow(10, power + 3)} ns"),
        < 3 => Text($"{Math.Pow(10, power)} us"),
        _ => Text($"{Math.Pow(10, power - 3)} ms"),
    };

    private static XElement Label(double x, double y, string text, string colour, params (string, object)[] more)
    {
        var label = Element("text", [("x", x), ("y", y), ("fill", colour), .. more]);
        label.Add(text);
        return label;
    }

    private static XElement Element(string name, params (string Name, object Value)[] attributes) => new(
        _svg + name,
        attributes.Select(attribute => new XAttribute(
            attribute.Name, attribute.Value is double number ? Math.Round(number, 1) : attribute.Value)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
