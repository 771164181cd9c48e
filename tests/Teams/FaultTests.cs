using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.WhatsApp;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What staff read where a platform refused.</summary>
public sealed class FaultTests
{
    /// <summary>Every code by which a platform can refuse a message, as our adapters name it. LINE has statuses only.</summary>
    public static TheoryData<string> Refusing() =>
        [
            .. new[] { WhatsAppErrors.Table, PageErrors.Table }
                .SelectMany(table => table.Rules)
                .Select(rule =>
                    rule.Subcode == 0 ? $"{rule.Code}"
                    : rule.Code < 0 ? $"10/{rule.Subcode}"
                    : $"{rule.Code}/{rule.Subcode}"
                )
                .Distinct(),
            "400",
            "401",
            "403",
            "413",
        ];

    [Theory]
    [MemberData(nameof(Refusing))]
    public void Every_code_that_refuses_has_a_sentence_in_both_languages_and_keeps_the_code(string code)
    {
        foreach (var phrases in (Phrases[])[Phrases.Chinese, Phrases.English])
        {
            var said = phrases.Fault(code);
            Assert.NotNull(said);
            Assert.EndsWith(phrases == Phrases.Chinese ? $"（代碼 {code}）" : $" (code {code})", said, StringComparison.Ordinal);
        }

        Assert.Contains(Phrases.Chinese.Fault(code)!, letter => letter > '\u4dff');
    }

    [Fact]
    public void Outside_the_window_staff_are_led_to_the_template_broadcast_where_there_is_one()
    {
        foreach (var (code, templates) in ((string, bool)[])[("131047", true), ("10/2018278", false), ("10/2534022", false)])
        {
            Assert.Contains("24", Phrases.Chinese.Fault(code), StringComparison.Ordinal);
            Assert.Equal(templates, Phrases.Chinese.Fault(code)!.Contains("群發訊息範本", StringComparison.Ordinal));
            Assert.Contains("wait until they write", Phrases.English.Fault(code), StringComparison.Ordinal);
            Assert.Equal(templates, Phrases.English.Fault(code)!.Contains("template", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("unknown", DeliveryState.Unknown, "Result_Unknown")]
    [InlineData("unavailable", DeliveryState.Expired, "Result_Expired")]
    public void Where_a_platform_gave_no_code_none_of_our_words_stands_for_it(string code, DeliveryState state, string sentence)
    {
        var delivery = new Delivery(new(new(ChannelId.WhatsApp, "1"), "u"), "Ann", state, null, code, "131000 went wrong", null);
        foreach (var phrases in (Phrases[])[Phrases.Chinese, Phrases.English])
        {
            Assert.Equal((phrases.Has(sentence) ? phrases[sentence] : null, "131000 went wrong"), phrases.Told(delivery, 100));
            Assert.Equal("131000 went wrong", phrases.Why(delivery, 100));
            Assert.DoesNotContain(code, phrases.Meaning(code), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_code_nobody_knows_is_said_with_the_platform_s_words_and_whom_to_show_them()
    {
        var delivery = new Delivery(
            new(new(ChannelId.WhatsApp, "1"), "u"),
            "Ann",
            DeliveryState.Refused,
            null,
            "999999",
            "Something new",
            null
        );
        Assert.Equal(
            "The platform didn’t accept this. Please show it to an administrator: 999999 Something new",
            Phrases.English.Why(delivery, 100)
        );
        Assert.Contains("999999 Something new", Phrases.Chinese.Why(delivery, 100), StringComparison.Ordinal);
        Assert.Equal("", Phrases.English.Why(delivery with { State = DeliveryState.Accepted }, 100));
        Assert.Equal("999999 Something new", Phrases.English.Why(delivery with { State = DeliveryState.Unknown }, 100));
    }
}
