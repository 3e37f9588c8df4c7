using System.Globalization;
using System.Text.Encodings.Web;

namespace Downloader;

/// <summary>The three states of the page. Text from elsewhere is HTML-encoded.</summary>
internal static class Page
{
    public static IResult OfProgress(double? progress)
    {
        var value = progress is null ? "" : string.Create(CultureInfo.InvariantCulture, $"value=\"{progress:0.000}\"");
        return Render("Downloading…", $$"""
            <progress {{value}}></progress>
            <p class="note"><output>{{Percent(progress)}}</output></p>
            <script>
              const bar = document.querySelector('progress'), text = document.querySelector('output');
              const poll = async () => {
                const progress = await (await fetch('/progress')).json();
                if (progress === 1) return location.reload();
                if (progress !== null) {
                  bar.value = progress;
                  text.value = Math.round(progress * 100) + ' %';
                }
                setTimeout(poll, 250);
              };
              poll();
            </script>
            """, """<noscript><meta http-equiv="refresh" content="1"></noscript>""");
    }

    public static IResult OfResult(string page) => Render("Here it is", $"""
        <p class="note">{page.Length.ToString("N0", CultureInfo.InvariantCulture)} characters</p>
        <pre>{HtmlEncoder.Default.Encode(page)}</pre>
        <a href="/">Download it again</a>
        """);

    public static IResult OfFailure(string details) => Render("The download failed", $"""
        <pre class="failure">{HtmlEncoder.Default.Encode(details)}</pre>
        <a href="/">Try again</a>
        """);

    private static string Percent(double? progress) =>
        progress is null ? "Its length is unknown." : string.Create(CultureInfo.InvariantCulture, $"{progress * 100:0} %");

    private static IResult Render(string title, string content, string head = "") => Results.Content($$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{{title}}</title>
          <link rel="icon" href="data:,">
          {{head}}
          <style>
            :root { color-scheme: light dark; --accent: light-dark(#5b4bdb, #a59bff); --soft: light-dark(#eceaf6, #2b2938); }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif;
                   background: light-dark(#f6f5fb, #15141c); color: light-dark(#23213a, #e9e7f5); }
            main { box-sizing: border-box; width: min(44rem, 100vw - 2rem); margin: 1rem; padding: 2rem 2.5rem; border-radius: 1rem;
                   background: light-dark(#fff, #1e1c28); box-shadow: 0 .5rem 2rem light-dark(#23213a1a, #0008); }
            h1 { margin: 0 0 1rem; font-size: 1.6rem; }
            progress { appearance: none; display: block; width: 100%; height: .75rem; border: 0; border-radius: 1rem; overflow: hidden;
                       background: var(--soft); accent-color: var(--accent); }
            progress::-webkit-progress-bar { background: var(--soft); }
            progress::-webkit-progress-value { background: var(--accent); border-radius: 1rem; transition: width .3s linear; }
            progress::-moz-progress-bar { background: var(--accent); border-radius: 1rem; }
            progress:indeterminate { animation: pulse 1s infinite alternate; }
            @keyframes pulse { to { background: var(--accent); } }
            pre { max-height: 22rem; margin: 0 0 1.25rem; padding: 1rem; overflow: auto; border-radius: .5rem; background: var(--soft);
                  font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
            .failure { border-left: .25rem solid light-dark(#c62f4b, #ff7b92); }
            .note { margin: .75rem 0; opacity: .75; font-variant-numeric: tabular-nums; }
            a { color: var(--accent); }
          </style>
        </head>
        <body>
          <main>
            <h1>{{title}}</h1>
            {{content}}
          </main>
        </body>
        </html>
        """, "text/html; charset=utf-8");
}
