# A message centre of Debian's libnet-smpp-perl, for tests: takes what comes, says it on its output, and sends a receipt where one is asked for. A line
# `say 821022223333 <UCS-2 in hex>` on its input is a text of somebody to whoever is bound; `answered <number of the line> <status>` says that it was taken.
use strict;
use warnings;
use IO::Select;
use Net::SMPP;

$| = 1;
my ($port) = @ARGV;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => $port, smpp_version => 0x34, system_id => 'perl') or die "no socket: $!";
print "ready\n";
my ($number, $said, $input) = (0, 0, '');
my %answers;
while (1) {
  # It gives up after a while in which nobody came.
  my $session = $listener->accept or next;
  my $waits = IO::Select->new($session, \*STDIN);
  SESSION: while (1) {
    for my $ready ($waits->can_read) {
      if ($ready == \*STDIN) {
        if (!sysread STDIN, $input, 65536, length $input) { $waits->remove(\*STDIN); next; }
        while ($input =~ s/^say (\d+) ([0-9a-f]+)\n//) {
          my $seq = $session->deliver_sm(async => 1, source_addr => $1, source_addr_ton => 1, destination_addr => '0215881234', data_coding => 8,
            short_message => pack('H*', $2));
          $answers{$seq} = ++$said;
        }
        next;
      }
      my $pdu = $session->read_pdu or last SESSION;
      my ($cmd, $seq) = ($pdu->{cmd}, $pdu->{seq});
      if ($cmd == 0x09) {
        my $status = $pdu->{password} eq 'wrong' ? 0x0e : 0;
        $session->bind_transceiver_resp(seq => $seq, status => $status, system_id => 'perl');
        print "bound\n" if $status == 0;
      } elsif ($cmd == 0x04) {
        my $id = 'perl' . ++$number;
        my $payload = defined $pdu->{message_payload} ? $pdu->{message_payload} : '';
        print join(' ', 'submit', $pdu->{destination_addr}, $pdu->{data_coding}, $pdu->{esm_class}, unpack('H*', $pdu->{short_message}) || '-',
          unpack('H*', $payload) || '-'), "\n";
        $session->submit_sm_resp(seq => $seq, message_id => $id);
        if ($pdu->{registered_delivery}) {
          my $text = "id:$id sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:DELIVRD err:000 text:";
          $session->deliver_sm(async => 1, source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr}, esm_class => 4,
            short_message => $text);
        }
      } elsif ($cmd == 0x80000005) {
        my $line = delete $answers{$seq};
        print "answered $line $pdu->{status}\n" if defined $line;
      } elsif ($cmd == 0x15) {
        $session->enquire_link_resp(seq => $seq);
      } elsif ($cmd == 0x06) {
        $session->unbind_resp(seq => $seq);
        last SESSION;
      }
    }
  }
  close $session;
}
