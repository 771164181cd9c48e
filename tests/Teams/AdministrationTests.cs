using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>隔離 and 退訂名單: what only administrators can do.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly AccountKey Line = TestAccounts.Line;
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task What_is_set_aside_is_shown_with_its_reason_and_tried_again_by_an_administrator_alone()
    {
        var inbox = Teams.Get<WebhookInbox>();
        for (var i = 0; i < 2; i++)
            await SetAsideAsync(inbox);
        Assert.Contains("Only administrators", (await Teams.SayAsync(Staff.Seller, "隔離")).Text, StringComparison.Ordinal);
        var card = (await Teams.SayAsync(Staff.Administrator, "隔離")).Card!;
        Assert.Contains("RedisServerException", Words(card), StringComparison.Ordinal);
        Assert.Contains("3 hours ago", Words(card), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", Words(card), StringComparison.Ordinal);
        var refused = await Teams.PressAsync(Staff.Seller, card, Verbs.QuarantineRetry, "m1");
        Assert.Contains("Only administrators", Words(refused), StringComparison.Ordinal);
        Assert.Equal(2, await inbox.QuarantinedCountAsync(default));

        for (var i = 0; i < 2; i++)
            await Teams.PressAsync(Staff.Administrator, card, Verbs.QuarantineRetry, "m1");
        Assert.Equal((1, 1), (await inbox.QuarantinedCountAsync(default), await inbox.CountAsync(default)));
        var query = new AuditFilter(DateTimeOffset.UnixEpoch) { StaffId = Staff.Administrator.Id, Act = Verbs.QuarantineRetry };
        var lines = await Teams.Get<AuditLog>().PageAsync(query, null, 10, default);
        Assert.StartsWith("quarantined ", Assert.Single(lines).Target, StringComparison.Ordinal);
        var all = Buttons(card).Last(button => (string?)button["verb"] == Verbs.QuarantineRetry).DeepClone().AsObject();
        Assert.Contains("Nothing is set aside", Words(await Teams.PressAsync(Staff.Administrator, all, "m1")), StringComparison.Ordinal);
        Assert.Equal(2, await inbox.CountAsync(default));
    }

    private static async Task SetAsideAsync(WebhookInbox inbox)
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(-3);
        await inbox.AddAsync(new(ChannelId.Line, new Dictionary<string, string>(), "{\"hush\":1}"u8.ToArray(), at, ["e1"]), default);
        await inbox.QuarantineAsync((await inbox.NextAsync(1, default))[0].Id, "RedisServerException", default);
    }

    [Fact]
    public async Task A_list_of_opt_outs_is_previewed_and_taken_over_and_lifts_none()
    {
        var customers = await open.Customers.TakenAsync(Staff.Seller, 3);
        var (now, suppressions) = (TimeProvider.System.GetUtcNow(), Teams.Get<Suppressions>());
        SuppressionChange Change(int customer, bool stopped) =>
            new(customers[customer], SuppressionKind.Unsubscribed, stopped, now, $"{customer}");
        await suppressions.ApplyAsync([Change(0, true), Change(2, false)], default);
        var list = OptOutsOf(customers);
        Assert.DoesNotContain(Verbs.OptOutsImport, (await AttachAsync(Staff.Seller, list)).Body, StringComparison.Ordinal);
        Assert.Single(await suppressions.FindAsync(customers, default));

        var preview = (await AttachAsync(Staff.Administrator, list)).Card!;
        Assert.Equal(["2", "1", "1", "5"], CardReader.Counts(preview));
        Assert.Contains("Line 6", Words(preview), StringComparison.Ordinal);
        Assert.Contains(Phrases.English["OptOuts_Fault_CutId"], Words(preview), StringComparison.Ordinal);
        Assert.Single(await suppressions.FindAsync(customers, default));

        foreach (var who in new[] { Staff.Seller, Staff.Administrator, Staff.Administrator })
            await Teams.PressAsync(who, preview, Verbs.OptOutsImport, "m1");
        var found = await suppressions.FindAsync([.. customers, new(Line, Unknown)], default);
        Assert.Equal(
            [customers[0].UserId, customers[1].UserId, Unknown],
            found.Keys.Select(key => key.UserId).Order(StringComparer.Ordinal)
        );
        var lines = await Teams.Get<AuditLog>().PageAsync(new(DateTimeOffset.UnixEpoch) { Act = Verbs.OptOutsImport }, null, 10, default);
        Assert.Equal([AuditOutcome.Done, AuditOutcome.Refused], lines.Select(line => line.Outcome).Order());
    }

    private const string Unknown = "Uffffffffffffffffffffffffffffffff";

    /// <summary>As a spreadsheet saves it: three who are known, one who is not, and lines with a fault each.</summary>
    private static byte[] OptOutsOf(IReadOnlyList<CustomerKey> customers) =>
        Encoding
            .GetEncoding("utf-16")
            .GetBytes(
                string.Join(
                    "\r\n",
                    "\uFEFF平台,帳號,顧客編號,時間,顧客 ID",
                    $"LINE,信義店,x,,{customers[0].UserId}",
                    $"line,,x,,{customers[1].UserId}",
                    $"LINE,{TestAccounts.LineId},x,2020/1/2 03:04,{customers[2].UserId}",
                    $"LINE,信義店,x,,{Unknown}",
                    "LINE,板橋店,x,,U1",
                    "wechat,,x,,U1",
                    ",,x,,",
                    ",,x,,8.86912E+11",
                    ",,x,31 Smarch,U2",
                    ",,,,",
                    ""
                )
            );

    [Fact]
    public async Task What_is_no_readable_list_is_refused_with_the_line()
    {
        var card = (await AttachAsync(Staff.Administrator, [.. "id\nU1\n"u8, 0x81, 0x20, 0xff, (byte)'\n'])).Card!;
        Assert.Contains("line 3", Words(card), StringComparison.Ordinal);
        Assert.DoesNotContain(Buttons(card), button => (string?)button["verb"] == Verbs.OptOutsImport);
    }

    private async Task<ConnectorCall> AttachAsync(StaffMember who, byte[] content)
    {
        var url = $"{open.Stub.ServiceUrl}/files/{Guid.NewGuid():N}";
        open.Stub.Serve(new Uri(url).AbsolutePath, content);
        var activity = Teams.Activity("message", who);
        activity["text"] = "";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                ["name"] = "opt-outs.csv",
                ["contentUrl"] = "https://contoso.sharepoint.com/x",
                ["content"] = new JsonObject { ["downloadUrl"] = url },
            }
        );
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Teams.PostAsync(activity.ToJsonString())).Status);
        return await open.Stub.CallAsync(call => call.Method == "POST");
    }

    private static string Words(JsonNode card) => card.ToJsonString(Plain);

    private static IEnumerable<JsonObject> Buttons(JsonNode? node) =>
        node switch
        {
            JsonObject button when (string?)button["type"] == "Action.Execute" => [button],
            JsonObject any => any.SelectMany(member => Buttons(member.Value)),
            JsonArray many => many.SelectMany(Buttons),
            _ => [],
        };
}
