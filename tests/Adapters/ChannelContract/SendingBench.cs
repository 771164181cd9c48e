using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>A channel on a platform that does as it is told, and a clock that stands still.</summary>
public abstract class SendingBench(ContractSubject subject) : IAsyncDisposable
{
    private IChannel? channel;

    protected ContractSubject Contract => subject;

    protected ScriptedPlatform Platform { get; } = new() { React = _ => new Reaction.Answer(200, subject.Good.Body, subject.Good.Headers) };

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    protected IChannel Channel => channel ??= subject.Create(Platform.Address, Time);

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Content Words(string words) => new([new OutboundMessage.Text(words)]);

    protected Outbound One() =>
        new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"), subject.Account, [subject.Recipient(1)], Words("您好 {x} \"👋\"\n"));

    protected Task<SendOutcome> SendAsync() => Channel.SendAsync(One(), default);
}
