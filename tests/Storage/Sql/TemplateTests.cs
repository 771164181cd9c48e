using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

public sealed class TemplateTests
{
    private const string Waba = "102290129340398";

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_listing_replaces_the_last_one_whole(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var templates = new Templates(ledger.Database);
        await templates.ReplaceAsync(
            Waba,
            [Sale, Sale with { Language = "en_US" }, Sale with { Name = "secret", Category = "AUTHENTICATION" }],
            Given.Now,
            default
        );
        await templates.ReplaceAsync("another", [Sale with { Scope = "another" }], Given.Now, default);
        Assert.Equal(["en_US", "zh_TW"], (await templates.OfferedAsync(Waba, default)).Select(template => template.Language));
        Assert.Equal(Sale, await templates.FindAsync(Waba, "sale", "zh_TW", default));

        var changed = Sale with { Body = "{{1}} 更新", Buttons = [new("看", null)], Header = new(MediaKind.Video, "") };
        await templates.ReplaceAsync(Waba, [changed], Given.Now.AddMinutes(1), default);
        Assert.Equal([changed], await templates.OfferedAsync(Waba, default));
        Assert.Equal(MessageTemplate.Deleted, await templates.StatusAsync(Waba, "sale", "en_US", default));
        Assert.Equal(MessageTemplate.Approved, await templates.StatusAsync("another", "sale", "zh_TW", default));
        Assert.Null(await templates.StatusAsync(Waba, "never", "zh_TW", default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task News_of_a_status_end_alike_in_any_order_and_however_often(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var templates = new Templates(ledger.Database);
        await templates.ReplaceAsync(Waba, [Sale], Given.Now, default);
        await TellAsync(ledger, "PAUSED", Given.Now.AddMinutes(2));
        Assert.Empty(await templates.OfferedAsync(Waba, default));
        await TellAsync(ledger, "APPROVED", Given.Now.AddMinutes(1));
        await TellAsync(ledger, "PAUSED", Given.Now.AddMinutes(2));
        Assert.Equal("PAUSED", await templates.StatusAsync(Waba, "sale", "zh_TW", default));

        // A listing asked for before the news came does not undo it; a later one does.
        await templates.ReplaceAsync(Waba, [Sale], Given.Now.AddMinutes(1), default);
        Assert.Equal("PAUSED", await templates.StatusAsync(Waba, "sale", "zh_TW", default));
        await templates.ReplaceAsync(Waba, [Sale], Given.Now.AddMinutes(3), default);
        await TellAsync(ledger, "PAUSED", Given.Now.AddMinutes(2));
        Assert.Equal(MessageTemplate.Approved, await templates.StatusAsync(Waba, "sale", "zh_TW", default));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task An_account_is_asked_by_one_node_at_a_time_and_soon_after_news(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var templates = new Templates(ledger.Database);
        await templates.WantAsync([Waba], Given.Now, default);
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => templates.TakeAsync([Waba], Given.Now, Given.Now.AddMinutes(5), default))
        );
        var mine = Assert.Single(taken.OfType<TemplateSync>());
        await templates.SucceededAsync(mine, Given.Now.AddMinutes(15), default);
        Assert.Null(await templates.TakeAsync([Waba], Given.Now.AddMinutes(10), Given.Now.AddMinutes(20), default));

        await TellAsync(ledger, null, Given.Now.AddMinutes(10));
        Assert.Null(await templates.TakeAsync(["another"], Given.Now.AddMinutes(11), Given.Now.AddMinutes(20), default));
        var again = await templates.TakeAsync([Waba], Given.Now.AddMinutes(11), Given.Now.AddMinutes(20), default);
        Assert.Equal(0, again!.Failures);
        await templates.FailedAsync(Waba, Given.Now.AddMinutes(12), default);
        Assert.Equal(1, (await templates.TakeAsync([Waba], Given.Now.AddMinutes(12), Given.Now.AddMinutes(20), default))!.Failures);
    }

    private static MessageTemplate Sale =>
        new()
        {
            Scope = Waba,
            Name = "sale",
            Language = "zh_TW",
            Category = "MARKETING",
            Status = "APPROVED",
            Format = ParameterFormat.Named,
            Header = new(null, "{{shop}}"),
            Body = "{{first_name}} 您好",
            Footer = "再見",
            Buttons = [new("看", "https://shop.example/{{1}}"), new("問", null)],
        };

    private static Task TellAsync(LedgerFixture ledger, string? status, DateTimeOffset at)
    {
        // Once for each number of the account, under one id.
        var news = new InboundBody.TemplateChanged(Waba, "sale", "zh_TW", status, null);
        return ledger.Reports.ApplyAsync(
            [
                .. new[] { "1", "2" }.Select(number => new InboundEvent(
                    $"{status} {at:O}",
                    new(ChannelId.WhatsApp, number),
                    null,
                    at,
                    false,
                    news,
                    null
                )),
            ],
            _ => true,
            at,
            default
        );
    }
}
