using System.Text;
using System.Text.Json;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppSubject : MetaSubject
{
    public override ChannelId Channel => ChannelId.WhatsApp;

    public override string AccountId => "106540352242922";

    public override string OtherAccountId => "106540352242923";

    public override (string Body, (string Name, string Value)[] Headers, string PlatformId) Good =>
        (
            """{"messaging_product":"whatsapp","contacts":[{"input":"+886900000001","wa_id":"886900000001"}],"messages":[{"id":"wamid.HBgLODg2OTAwMDAwMDAxFQIAERgS"}]}""",
            [],
            "wamid.HBgLODg2OTAwMDAwMDAxFQIAERgS"
        );

    public override string Recipient(int number) => $"8869{number:D8}";

    public override string Envelope(string account, IEnumerable<string> items) =>
        Value(account, $"\"messages\":[{string.Join(',', items)}]");

    /// <summary>A body with one change of field <c>messages</c>.</summary>
    public static string Value(string account, string members) =>
        $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{{{{Waba(0)}}}}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"886221234567","phone_number_id":"{{{{{{account}}}}}}"},{{{{{{members}}}}}}}}]}]}""";

    public override byte[] Messages(string account, IReadOnlyList<(string EventId, string UserId, string Text)> messages) =>
        Encoding.UTF8.GetBytes(
            Envelope(
                account,
                messages.Select(
                    (item, n) =>
                        $$$$$$"""{"id":"{{{{{{item.EventId}}}}}}","from":"{{{{{{item.UserId}}}}}}","timestamp":"{{{{{{(At / 1000) + n}}}}}}","type":"text","text":{"body":{{{{{{JsonSerializer.Serialize(item.Text)}}}}}}}}"""
                )
            )
        );

    protected override string Strange(int number) =>
        (number % 5) switch
        {
            0 =>
                $$$$$$"""{"id":"s{{{{{{number}}}}}}","from":"{{{{{{Recipient(number)}}}}}}","timestamp":"1790000000","type":"hologram","hologram":{"depth":[1,[2,[3]]]}}""",
            1 => $$$$$$"""{"hologram":true,"from":{"planet":1},"n":{{{{{{number}}}}}}}""",
            2 => $$$$$$"""{"type":{{{{{{number}}}}}},"timestamp":-1e400,"id":{"x":1}}""",
            3 => $$$$$$"""{"id":"s{{{{{{number}}}}}}","from":{{{{{{Recipient(number)}}}}}},"type":"smell","note":"\ud83d"}""",
            _ => $$$$$$"""[{{{{{{number}}}}}},"\udc00"]""",
        };
}
