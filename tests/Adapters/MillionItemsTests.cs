using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Adapters.Instagram;
using OmoBroadcast.Tests.Adapters.Line;
using OmoBroadcast.Tests.Adapters.Messenger;
using OmoBroadcast.Tests.Adapters.Meta;
using OmoBroadcast.Tests.Adapters.WhatsApp;
using OmoBroadcast.Tests.House;

namespace OmoBroadcast.Tests.Adapters;

/// <summary>
/// A quarter of a million webhook items for each of the four readers: right ones, odd ones, hostile ones, in signed bodies of a thousand,
/// some of them damaged. <c>OMO_SEED</c> repeats a run.
/// </summary>
[Long]
public sealed class MillionItemsTests(ITestOutputHelper output)
{
    private const int Bodies = 250,
        ItemsInBody = 1000,
        MostBytesAnItem = 40_000;
    private static readonly TimeSpan MostForOneBody = TimeSpan.FromSeconds(5),
        MostForAll = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Channels => ["line", "messenger", "instagram", "whatsapp"];

    [Theory]
    [MemberData(nameof(Channels))]
    public void No_item_makes_a_reader_throw_or_cost_more_than_it_may(string name)
    {
        var seed = Seed();
        output.WriteLine($"OMO_SEED={seed}");
        var subject = Subject(name);
        var channel = subject.Create(new Uri("http://127.0.0.1:9"), TimeProvider.System);
        var source = new WebhookItems(new Random(seed), subject);
        var (events, refused, reading) = (0L, 0, TimeSpan.Zero);
        for (var n = 0; n < Bodies; n++)
        {
            var (body, whole) = source.Body(ItemsInBody);
            var (found, took) = Read(channel, subject.Request(body), $"seed {seed}, body {n}");
            reading += took;
            if (found is WebhookReading.Events read)
                events += Proper(read, subject.Channel);
            else
            {
                refused++;
                Assert.True(found is WebhookReading.Refused { Status: >= 400 and < 500 }, $"seed {seed}, body {n}: {found}");
                Assert.False(whole, $"seed {seed}, body {n}: a whole body was refused");
            }
        }

        var pace = Bodies * ItemsInBody / reading.TotalSeconds;
        output.WriteLine($"{name}: {events:N0} events, {refused} bodies refused, {pace:N0} items a second");
        Assert.True(reading < MostForAll);
        Assert.True(events > Bodies * ItemsInBody / 2);
    }

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("OMO_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);

    private static ContractSubject Subject(string name) =>
        name switch
        {
            "line" => new LineSubject(),
            "messenger" => new MessengerSubject(),
            "instagram" => new InstagramSubject(),
            _ => new WhatsAppSubject(),
        };

    /// <summary>Within its limits of memory and time.</summary>
    private static (WebhookReading Found, TimeSpan Took) Read(IChannel channel, WebhookRequest request, string which)
    {
        var (allocated, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var found = channel.Read(request);
        var took = Stopwatch.GetElapsedTime(began);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(allocated < (long)MostBytesAnItem * ItemsInBody && took < MostForOneBody, $"{which}: {allocated:N0} bytes, {took}");
        return (found, took);
    }

    /// <returns>How many events there are, each with what is asked of one.</returns>
    private static int Proper(WebhookReading.Events read, ChannelId channel)
    {
        Assert.All(read.Items, item =>
            Assert.True(
                item.Id.Length is > 0 and <= 128 && item.UserId?.Length is null or (> 0 and <= 200) && item.Account.Channel == channel
            )
        );
        return read.Items.Count;
    }

    /// <summary>Items from patterns, in which what stands between « and » may be replaced by anything.</summary>
    private sealed class WebhookItems(Random random, ContractSubject subject)
    {
        private static readonly string[] Odd =
        [
            "null",
            "true",
            "0",
            "-1",
            "1e5000",
            "-1e400",
            "99999999999999999999999",
            "1.5",
            "\"\"",
            "[]",
            "{}",
            "[[[[[[]]]]]]",
            "{\"id\":{\"id\":{\"id\":7}}}",
            "\"\\ud83d\"",
            "\"\\udc00\\u0000\\u001f\"",
            "\"a|b\\nc\"",
            "[null,7,\"x\",{}]",
            "{\"id\":\"1\",\"id\":\"2\"}",
            "\"1790000000\"",
            "\"\\u202e\\ufeff\"",
            "{\"\":{\"\":[]}}",
            "1790000000",
            "\"sha256-00000000000000000000000000000000\"",
            "\"" + new string('A', 600) + "\"",
            "\"哈囉 👋\"",
            "[" + "{\"type\":\"image\",\"payload\":{\"url\":\"https://a.example/\"}},{\"type\":7}]",
        ];

        private static readonly string[] LinePatterns =
        [
            """{"type":«"message"»,"mode":«"active"»,"timestamp":«1790000000000»,"source":«{"type":"user","userId":"USER"}»,"webhookEventId":«"ID"»,"replyToken":«"r"»,"message":«{"id":"1","type":"text","text":"hi"}»}""",
            """{"type":"message","timestamp":1790000000000,"source":{"type":"user","userId":«"USER"»},"webhookEventId":"ID","message":{"id":«"1"»,"type":«"image"»,"contentProvider":«{"type":"line"}»}}""",
            """{"type":«"unsend"»,"timestamp":1790000000000,"source":{"type":"user","userId":"USER"},"webhookEventId":"ID","unsend":«{"messageId":"7"}»,"follow":«{"isUnblocked":true}»,"postback":«{"data":"a"}»}""",
        ];

        private static readonly string[] PagePatterns =
        [
            """{"sender":«{"id":"USER"}»,"recipient":«{"id":"ACCOUNT"}»,"timestamp":«1790000000000»,"message":«{"mid":"ID","text":"hi"}»}""",
            """{"sender":{"id":«"USER"»},"recipient":{"id":"ACCOUNT"},"timestamp":1790000000000,"message":{"mid":«"ID"»,"text":«"hi"»,"attachments":«[{"type":"image","payload":{"url":"https://a.example/"}}]»,"is_deleted":«false»,"is_unsupported":«false»,"reply_to":«{"mid":"m"}»}}""",
            """{"sender":{"id":"ACCOUNT"},"recipient":{"id":«"USER"»},"timestamp":1790000000000,"message":{"mid":"ID","is_echo":«true»,"app_id":«1234»,"metadata":«"0198c0de00007000800000000000000f.2"»,"text":«"a"»}}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"delivery":«{"mids":["a","b"],"watermark":1790000000000}»}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"delivery":{"mids":«["a"]»,"watermark":«1790000000000»}}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"read":{"mid":«"a"»,"watermark":«1790000000000»}}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"reaction":{"mid":«"a"»,"action":«"react"»,"emoji":«"x"»,"reaction":«"love"»}}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"message_edit":{"mid":«"a"»,"text":«"b"»,"num_edit":«"1"»}}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"postback":{"mid":«"a"»,"title":«"t"»,"payload":«"p"»,"referral":«{}»}}""",
            """{"sender":{"id":"USER"},"timestamp":1790000000000,"optin":{"notification_messages_status":«"STOP_NOTIFICATIONS"»}}""",
            """{"recipient":{"id":"ACCOUNT"},"timestamp":1790000000000,"policy_enforcement":{"action":«"block"»,"reason":«"r"»}}""",
            """{"sender":{"id":"USER"},«"referral"»:«{"ref":"a"}»,«"hologram"»:«1»}""",
        ];

        private static readonly string[] NumberPatterns =
        [
            """{"id":«"ID"»,"from":«"USER"»,"timestamp":«"1790000000"»,"type":«"text"»,"text":«{"body":"hi"}»}""",
            """{"id":"ID","from":"USER","from_user_id":«"TW.abc"»,"type":«"image"»,"image":«{"id":"7"}»,"context":«{"id":"w"}»,"group_id":«"g"»,"errors":«[]»}""",
            """{"id":"ID","from":"USER","type":«"interactive"»,"interactive":«{"button_reply":{"title":"a"}}»,"button":«{"text":"a"}»,"location":«{"name":"a"}»,"contacts":«[{"name":{"formatted_name":"A"}}]»}""",
            """{"id":"ID","from":"USER","type":«"edit"»,"edit":«{"original_message_id":"w","message":{"type":"text","text":{"body":"b"}}}»,"revoke":«{"original_message_id":"w"}»,"text":«{"body":"b"}»}""",
            """{"id":"ID","from":"USER","type":«"system"»,"system":«{"type":"user_changed_number","wa_id":"886900000009"}»}""",
            """{"id":"ID","from":"USER","type":«"reaction"»,"reaction":«{"message_id":"w","emoji":"x"}»}""",
        ];

        private static readonly string[] StatusPatterns =
        [
            """{"id":«"ID"»,"status":«"delivered"»,"timestamp":«"1790000000"»,"recipient_id":«"USER"»,"biz_opaque_callback_data":«"0198c0de00007000800000000000000f.0"»}""",
            """{"id":"ID","status":«"failed"»,"recipient_user_id":«"TW.abc"»,"errors":«[{"code":131047,"title":"t","error_data":{"details":"d"}}]»}""",
        ];

        private static readonly string[] NewsPatterns =
        [
            """{"field":«"account_update"»,"value":«{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"X"}]}»}""",
            """{"field":"message_template_status_update","value":{"event":«"PAUSED"»,"message_template_name":«"a"»,"message_template_language":«"en-US"»,"other_info":«{"title":"x"}»}}""",
            """{"field":"user_preferences","value":{"metadata":«{"phone_number_id":"ACCOUNT"}»,"user_preferences":[{"wa_id":«"USER"»,"value":«"stop"»,"category":«"marketing_messages"»,"timestamp":«1790000000»}]}}""",
            """{"field":«"user_id_update"»,"value":{"user_id_update":[{"user_id":«{"previous":"TW.a","current":"TW.b"}»}]}}""",
            """{"field":"smb_message_echoes","value":{"message_echoes":«[{"id":"w","to":"1","type":"text","text":{"body":"a"}}]»}}""",
            """{"field":"messages","value":{"metadata":{"phone_number_id":«"ACCOUNT"»},"contacts":«[{"profile":{"name":"A"},"wa_id":"1"}]»,"messages":«[]»,"statuses":«[{}]»,"errors":«[{"code":1}]»}}""",
        ];

        private int next;

        /// <summary>A body, and whether it is whole: no byte of it damaged.</summary>
        public (byte[] Body, bool Whole) Body(int items)
        {
            var text = subject.Channel.Value switch
            {
                "line" => $$$$$$"""{"destination":"{{{{{{subject.AccountId}}}}}}","events":[{{{{{{Items(LinePatterns, items)}}}}}}]}""",
                "whatsapp" => random.Next(3) switch
                {
                    0 =>
                        $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{{{{MetaSubject.Waba(0)}}}}}}","time":1790000000,"changes":[{{{{{{Items(NewsPatterns, items)}}}}}}]}]}""",
                    1 => WhatsAppSubject.Value(
                        subject.AccountId,
                        $"\"contacts\":{Anything()},\"statuses\":[{Items(StatusPatterns, items)}]"
                    ),
                    _ => WhatsAppSubject.Value(
                        subject.AccountId,
                        $"\"contacts\":[{{\"profile\":{Anything()},\"wa_id\":\"1\"}}],\"messages\":[{Items(NumberPatterns, items)}]"
                    ),
                },
                _ => Page(((MetaSubject)subject).Envelope(subject.AccountId, [Items(PagePatterns, items)])),
            };
            var body = Encoding.UTF8.GetBytes(text);
            if (random.Next(20) != 0)
                return (body, true);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            return (random.Next(2) == 0 ? body : body[..random.Next(body.Length)], false);
        }

        private string Page(string envelope) =>
            random.Next(8) switch
            {
                0 => "[" + envelope + "]",
                1 => envelope.Replace("\"messaging\":", "\"standby\":", StringComparison.Ordinal),
                2 => envelope.Replace("\"messaging\":", "\"changes\":", StringComparison.Ordinal),
                _ => envelope,
            };

        private string Items(string[] patterns, int count) =>
            string.Join(',', Enumerable.Range(0, count).Select(_ => Item(patterns[random.Next(patterns.Length)])));

        private string Item(string pattern)
        {
            // Half are right; of the others some parts are anything, and a few are nothing but that.
            var oddness = random.Next(2) == 0 ? 0 : random.Next(1, 60);
            if (random.Next(50) == 0)
                return Anything();
            var item = new StringBuilder(pattern.Length + 32);
            var at = 0;
            while (pattern.IndexOf('«', at) is var open and >= 0)
            {
                var close = pattern.IndexOf('»', open);
                item.Append(pattern, at, open - at);
                var isName = close + 1 < pattern.Length && pattern[close + 1] == ':';
                if (!isName && random.Next(100) < oddness)
                    item.Append(Anything());
                else
                    item.Append(pattern, open + 1, close - open - 1);
                at = close + 1;
            }

            return item.Append(pattern, at, pattern.Length - at)
                .Replace("USER", subject.Recipient(random.Next(1000)))
                .Replace("ACCOUNT", subject.AccountId)
                .Replace("ID", "i" + (++next).ToString(CultureInfo.InvariantCulture))
                .ToString();
        }

        private string Anything() => Odd[random.Next(Odd.Length)];
    }
}
