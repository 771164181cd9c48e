using OmoBroadcast.Desks.Acts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What a button does: its name on the wire, how it is kept from being done twice, and whose it is. What it carries is its
/// type's; the flow that does it registers its handler.</summary>
internal abstract class Verb(string name, VerbKind kind, Access access)
{
    public string Name => name;

    public VerbKind Kind => kind;

    /// <summary>Who may press it at all. The desk judges that again, and what it is pressed for.</summary>
    public Access Access => access;

    /// <summary>Its name, where cards already sent and the audit log have it.</summary>
    public static implicit operator string(Verb verb) => verb.Name;

    public override string ToString() => name;
}

/// <summary>A verb with what its buttons carry.</summary>
internal abstract class Verb<T>(string name, VerbKind kind, Access access) : Verb(name, kind, access)
    where T : IPayload<T>;

/// <summary>Shows something.</summary>
internal sealed class ShowVerb<T>(string name, Access access) : Verb<T>(name, VerbKind.View, access)
    where T : IPayload<T>
{
    /// <summary>What draws the same anew, without anybody having pressed.</summary>
    public CardQuery Asking(T payload) => CardQuery.Of(this, payload);
}

/// <summary>Changes a draft.</summary>
internal sealed class DraftVerb<T>(string name, Access access) : Verb<T>(name, VerbKind.Draft, access)
    where T : IPayload<T>;

/// <summary>Takes effect, once.</summary>
internal sealed class OnceVerb<T>(string name, Access access) : Verb<T>(name, VerbKind.Once, access)
    where T : IPayload<T>;
