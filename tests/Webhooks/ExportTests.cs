using System.Net;
using System.Text;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A link to a table: for one person, once, for ten minutes, and nothing that a robot's look could use up.</summary>
public sealed class ExportTests
{
    internal static readonly StaffMember Seller = new("11111111-1111-4111-8111-111111111111", "王店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Colleague = new("22222222-2222-4222-8222-222222222222", "李店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Boss = new("55555555-5555-4555-8555-555555555555", "管理", Role.Administrator, "");
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "陳經理", Role.Manager, "信義店");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_downloads_once_and_a_look_uses_nothing_up(bool postgres)
    {
        await using var server = postgres ? await PostgresServer.StartAsync() : null;
        await using var webhooks = await OpenAsync(server is null ? "" : await server.CreateDatabaseAsync());
        var campaign = await CampaignAsync(webhooks, "=HYPERLINK(\"http://evil\")", " +1", "＝1+1", "王小明", "O'Neil, \"Ann\"");
        var path = await LinkAsync(webhooks, Seller, campaign);
        for (var i = 0; i < 3; i++)
            await LookAsync(webhooks, path);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => webhooks.Http.PostAsync(path, null)));
        await AssertTableAsync(Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        foreach (var answer in answers)
            answer.Dispose();

        foreach (var gone in (string[])[path, "/export/nonsense", $"/export/{new string('a', 1500)}", path[..^1]])
        {
            using var look = await webhooks.Http.GetAsync(gone);
            using var take = await webhooks.Http.PostAsync(gone, null);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (look.StatusCode, take.StatusCode));
        }

        Assert.DoesNotContain(path["/export/".Length..], webhooks.Logs, StringComparison.Ordinal);
    }

    /// <summary>As a robot does that follows links: a page with a form, which no cache and no script may keep or follow.</summary>
    private static async Task LookAsync(WebhookFace webhooks, string path)
    {
        using var page = await webhooks.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal(
            ("no-store", "no-referrer"),
            (page.Headers.CacheControl!.ToString(), page.Headers.GetValues("Referrer-Policy").Single())
        );
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\">", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>The five, whose names can be no formulas.</summary>
    private static async Task AssertTableAsync(HttpResponseMessage file)
    {
        Assert.Equal(
            ("text/csv", "attachment"),
            (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType)
        );
        var bytes = await file.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("顧客名稱,渠道,帳號,顧客 ID,狀態,送達情形,原因,平台代碼,已送出則數,完成時間（Asia/Taipei）", lines[0]);
        Assert.Equal(7, lines.Length);
        Assert.Contains(lines, line => line.StartsWith("\"'=HYPERLINK(\"\"http://evil\"\")\",LINE,", StringComparison.Ordinal));
        Assert.Contains(lines, line =>
            line.StartsWith("' +1,", StringComparison.Ordinal) || line.StartsWith("\"' +1\",", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.StartsWith("'＝1+1,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("\"O'Neil, \"\"Ann\"\"\",", StringComparison.Ordinal));
        Assert.All(lines[1..^1], line => Assert.Contains(",等待發送,", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_ends_after_ten_minutes_and_with_the_right_to_what_it_leads_to()
    {
        await using var webhooks = await OpenAsync("");
        var campaign = await CampaignAsync(webhooks, "Ann");
        var links = webhooks.Get<ExportLinks>();
        var now = TimeProvider.System.GetUtcNow();
        var over = new ExportLink(Seller.Id, "recipients", $"{campaign}", "zh-TW", "UTC", now.AddSeconds(-1));
        var late = await links.IssueAsync(over, now.AddMinutes(-10), default);
        Assert.Equal(404, await PostAsync(webhooks, $"/export/{late}"));

        // Somebody else's broadcast: whoever the link is of, their own rights are asked.
        var path = await LinkAsync(webhooks, Colleague, campaign);
        Assert.Equal(404, await PostAsync(webhooks, path));
        path = await LinkAsync(webhooks, Manager, campaign);
        var left = await LinkAsync(webhooks, Manager, campaign);
        Assert.Equal(200, await PostAsync(webhooks, path));
        await webhooks.Get<StaffDirectory>().ReplaceAsync([Seller, Colleague], default);
        Assert.Equal(404, await PostAsync(webhooks, left));
        var unknown = await links.IssueAsync(new(Seller.Id, "everything", "", "zh-TW", "UTC", now.AddMinutes(9)), now, default);
        Assert.Equal(404, await PostAsync(webhooks, $"/export/{unknown}"));
    }

    [Fact]
    public async Task A_spreadsheet_leaves_ids_numbers_and_times_as_they_are()
    {
        await using var webhooks = await OpenAsync("");
        var campaign = await CampaignAsync(webhooks, number => $"88691234567{number}", "0912345678", "1-2", "王小明");
        using var taipei = await webhooks.Http.PostAsync(await LinkAsync(webhooks, Seller, campaign), null);
        var lines = (await taipei.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal(
            ["'0912345678,LINE,", "'1-2,LINE,", "王小明,LINE,"],
            lines[1..^1].Select(line => line[..(line.IndexOf("LINE,", StringComparison.Ordinal) + 5)])
        );
        Assert.Equal(["'886912345670", "'886912345671", "'886912345672"], lines[1..^1].Select(line => line.Split(',')[3]));
    }

    [Fact]
    public async Task Times_are_in_the_zone_of_whoever_asked_and_the_header_says_which()
    {
        await using var webhooks = await OpenAsync("");
        var at = new DateTimeOffset(2026, 7, 1, 18, 30, 5, TimeSpan.Zero);
        await webhooks.Get<StaffDirectory>().ReplaceAsync([Seller, Boss], default);
        await using var lookup = new MemoryStream();
        await TableWriter.WriteAsync(
            lookup,
            new("x", ["完成時間（{0}）"], Rows(at)),
            TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
            default
        );
        Assert.Equal("\uFEFF完成時間（America/New_York）\r\n2026-07-01 14:30:05\r\n", Encoding.UTF8.GetString(lookup.ToArray()));
        var answer = await webhooks
            .Get<ExportDesk>()
            .IssueAsync(Boss, new("audit", "30 ", "en-US", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")), default);
        using var audit = await webhooks.Http.PostAsync(Assert.IsType<Answer<Uri>.Ok>(answer).Value.AbsolutePath, null);
        Assert.StartsWith("When (Asia/Tokyo),", await audit.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<IReadOnlyList<Cell>> Rows(DateTimeOffset at)
    {
        yield return [at];
        await Task.CompletedTask;
    }

    internal static async Task<WebhookFace> OpenAsync(string database)
    {
        var webhooks = await WebhookFace.OpenAsync(database, more: [("Omo:PublicUrl", "https://omo.example")]);
        await webhooks.Get<StaffDirectory>().ReplaceAsync([Seller, Colleague, Manager], default);
        return webhooks;
    }

    internal static async Task<string> LinkAsync(WebhookFace webhooks, StaffMember who, long campaign)
    {
        var answer = await webhooks
            .Get<ExportDesk>()
            .IssueAsync(who, new("recipients", $"{campaign}", "zh-TW", TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei")), default);
        var link = Assert.IsType<Answer<Uri>.Ok>(answer).Value;
        Assert.Equal("omo.example", link.Host);
        return link.AbsolutePath;
    }

    private static async Task<int> PostAsync(WebhookFace webhooks, string path)
    {
        using var answer = await webhooks.Http.PostAsync(path, null);
        return (int)answer.StatusCode;
    }

    /// <summary>A campaign of the seller's to customers of these names, paused before anything is sent.</summary>
    internal static Task<long> CampaignAsync(WebhookFace webhooks, params string[] names) => CampaignAsync(webhooks, LineJson.User, names);

    private static async Task<long> CampaignAsync(WebhookFace webhooks, Func<int, string> id, params string[] names)
    {
        var (campaigns, now) = (webhooks.Get<Campaigns>(), TimeProvider.System.GetUtcNow());
        var draft = await campaigns.DraftAsync(Seller, Audience.All, "zh-TW", now, default);
        Assert.True(
            await campaigns.EditAsync(draft.Id, draft.Version, Audience.All, new Content([new OutboundMessage.Text("您好")]), default)
        );
        Assert.True(
            await campaigns.ScheduleAsync(draft.Id, draft.Version + 1, new(now.AddHours(1), now.AddHours(9), names.Length), default)
        );
        var lease = (
            await webhooks.Get<LaunchWriter>().BeginLaunchAsync(draft.Id, "test", TimeSpan.FromMinutes(5), now.AddHours(2), default)
        )!;
        foreach (var chunk in names.Index().Chunk(5_000))
        {
            var request = new NewRequest(
                Guid.CreateVersion7(),
                TestAccounts.Line,
                RequestKind.Batch,
                RequestClass.Headquarters,
                [.. chunk.Select(one => id(one.Index))],
                null,
                RetrySafe: true,
                now.AddHours(9)
            );
            var cursor = $"{chunk[^1].Index}";
            Assert.True(
                await webhooks
                    .Get<LaunchWriter>()
                    .AppendAsync(
                        lease,
                        new(
                            cursor,
                            [.. chunk.Select(one => new NewDelivery(TestAccounts.Line, id(one.Index), one.Item, request.Id, null))],
                            [request]
                        ),
                        default
                    )
            );
            lease = lease with { Cursor = cursor };
        }

        Assert.True(await campaigns.PauseAsync(draft.Id, draft.Version + 2, default));
        return draft.Id;
    }
}
