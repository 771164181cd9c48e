using System.Text;
using System.Text.Json;

namespace OmoBroadcast.Tests.Adapters.Meta;

/// <summary>What Messenger and Instagram have in common.</summary>
public abstract class PageSubject(string product) : MetaSubject
{
    public override string Recipient(int number) => $"24{number:D14}";

    public override string Envelope(string account, IEnumerable<string> items) =>
        $$$$$$"""{"object":"{{{{{{product}}}}}}","entry":[{"id":"{{{{{{account}}}}}}","time":1790000000999,"messaging":[{{{{{{string.Join(',', items)}}}}}}]}]}""";

    public override byte[] Messages(string account, IReadOnlyList<(string EventId, string UserId, string Text)> messages) =>
        Encoding.UTF8.GetBytes(
            Envelope(
                account,
                messages.Select(
                    (item, n) =>
                        $$$$$$"""{"sender":{"id":"{{{{{{item.UserId}}}}}}"},"recipient":{"id":"{{{{{{account}}}}}}"},"timestamp":{{{{{{At + n}}}}}},"message":{"mid":"{{{{{{item.EventId}}}}}}","text":{{{{{{JsonSerializer.Serialize(item.Text)}}}}}}}}"""
                )
            )
        );

    protected override string Strange(int number) =>
        (number % 5) switch
        {
            0 =>
                $$$$$$"""{"sender":{"id":"{{{{{{Recipient(number)}}}}}}"},"recipient":{"id":"{{{{{{AccountId}}}}}}"},"timestamp":1790000000000,"hologram":{"depth":[{{{{{{number}}}}}},[2,[3]]]}}""",
            1 => $$$$$$"""{"hologram":true,"sender":"planet","n":{{{{{{number}}}}}}}""",
            2 => $$$$$$"""{"message":{{{{{{number}}}}}},"timestamp":-1e400,"delivery":[]}""",
            3 =>
                $$$$$$"""{"sender":{"id":{{{{{{Recipient(number)}}}}}}},"timestamp":"1790000000","message":{"mid":"s{{{{{{number}}}}}}","attachments":[{"type":"smell","note":"\ud83d"}]}}""",
            _ => $$$$$$"""[{{{{{{number}}}}}},"\udc00"]""",
        };
}
