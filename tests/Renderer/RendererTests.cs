using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Renderer;

/// <summary>Microsoft's own renderer, in headless Chromium, reads the cards that were approved and draws them as wide as a small
/// phone.</summary>
public sealed class RendererTests
{
    private const int Phone = 320,
        PhoneHeight = 640;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private static string Here => Path.Combine(Programs.Root, "tests", "Renderer");

    private static string Library => Path.Combine(Here, "node_modules", "adaptivecards", "dist", "adaptivecards.min.js");

    [Fact]
    public async Task Every_approved_card_is_read_without_an_event_and_fits_the_width_of_a_phone()
    {
        var cards = new JsonObject();
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Programs.Root, "tests", "Teams", "Approved"), "*.json")
                .Order(StringComparer.Ordinal)
        )
            cards[Path.GetFileNameWithoutExtension(file)] = JsonNode.Parse(
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)
            );
        Assert.NotEmpty(cards);
        var found = await ReadAsync(cards);
        Assert.Equal(cards.Select(card => card.Key), found.Select(card => card.Key));
        Assert.True(Faults(found) is [], string.Join("\n", Faults(found)));
        Assert.All(found, card => Assert.InRange((int)card.Value!["drawn"]!, 3, int.MaxValue));
        foreach (var card in found.Where(card => card.Key.StartsWith("preview-one.", StringComparison.Ordinal)))
            Assert.InRange((int)card.Value!["body"]!, 200, PhoneHeight);
    }

    [Fact]
    public async Task A_card_that_is_wrong_or_too_wide_is_found_out()
    {
        var found = await ReadAsync(
            new JsonObject
            {
                ["unknown"] = JsonNode.Parse("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlok","text":"a"}]}"""),
                ["undrawn"] = JsonNode.Parse("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Badge","text":"a"}]}"""),
                ["nameless"] = JsonNode.Parse("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text"}]}"""),
                ["wide"] = JsonNode.Parse(
                    """{"type":"AdaptiveCard","version":"1.5","body":[{"type":"ColumnSet","columns":[{"type":"Column","width":"400px","items":[{"type":"TextBlock","text":"a"}]}]}]}"""
                ),
                ["good"] = JsonNode.Parse("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"a"}]}"""),
                ["newer"] = JsonNode.Parse(
                    """{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Badge","text":"a","fallback":{"type":"TextBlock","text":"a"}}]}"""
                ),
            }
        );
        Assert.Equal(
            ["nameless", "undrawn", "unknown", "wide"],
            Faults(found).Select(fault => fault.Split(':')[0]).Distinct().Order(StringComparer.Ordinal)
        );
    }

    private static List<string> Faults(JsonObject found) =>
        [
            .. found.SelectMany(card =>
                card.Value!["events"]!.AsArray().Concat(card.Value["wide"]!.AsArray()).Select(fault => $"{card.Key}: {fault}")
            ),
        ];

    private static async Task<JsonObject> ReadAsync(JsonObject cards)
    {
        if (!File.Exists(Library))
            Assert.Skip("Microsoft's renderer is not there: 'npm ci' in tests/Renderer");
        if (Browser() is not { } browser)
        {
            Assert.Skip("There is no Chromium on this machine");
            throw new UnreachableException();
        }

        using var folder = new TempFolder();
        var page = Path.Combine(folder.Path, "page.html");

        // What a card says must not end the script.
        var json = cards.ToJsonString().Replace("</", "<\\/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            page,
            $"<!doctype html><meta charset=utf-8><body><script src=\"{new Uri(Library)}\"></script><script src=\"{new Uri(Path.Combine(Here, "read.js"))}\"></script><script>read({json}, {Phone});</script>",
            TestContext.Current.CancellationToken
        );
        var start = new ProcessStartInfo(
            browser,
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                $"--user-data-dir={Path.Combine(folder.Path, "profile")}",
                "--dump-dom",
                new Uri(page).ToString(),
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var said = process.StandardError.ReadToEndAsync(limit.Token);
            var dom = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            const string begin = "<pre id=\"result\">";
            var at = dom.IndexOf(begin, StringComparison.Ordinal);
            Assert.True(at >= 0, $"The page has no result: {await said}\n{dom}");
            at += begin.Length;
            return JsonNode.Parse(WebUtility.HtmlDecode(dom[at..dom.IndexOf("</pre>", at, StringComparison.Ordinal)]))!.AsObject();
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string? Browser() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Browsers.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
