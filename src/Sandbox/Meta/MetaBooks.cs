using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What Meta knows: people and their addresses, files, templates, and what was done badly.</summary>
internal sealed record MetaBooks(
    CustomerBook Customers,
    Addresses Addresses,
    UploadBook Uploads,
    TemplateBook Templates,
    Violations Violations
);
